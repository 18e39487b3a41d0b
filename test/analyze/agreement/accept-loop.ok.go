// ends: ok
package main

type event struct{ id int }

func next(n int) event { return event{n} }

func handle(e event, quit chan struct{}) {
	<-quit
	_ = e
}

func main() {
	quit := make(chan struct{})
	defer close(quit)
	for n := 0; n < 10; n++ {
		go handle(next(n), quit)
	}
}
