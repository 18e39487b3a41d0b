package main

import "time"

func finish(timeout time.Duration, f func() error) error {
	done, failed := make(chan bool, 1), make(chan error, 1)
	go func() {
		if err := f(); err != nil {
			failed <- err
		} else {
			done <- true
		}
	}()
	select {
	case <-done:
		return nil
	case err := <-failed:
		return err
	case <-time.After(timeout):
		return nil
	}
}

func main() {
	finish(time.Millisecond, func() error {
		time.Sleep(2 * time.Millisecond)
		return nil
	})
	time.Sleep(5 * time.Millisecond)
}
