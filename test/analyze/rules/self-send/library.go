package pipe

// Pipe hands over numbers; its methods are for different goroutines.
type Pipe struct{ numbers chan int }

func New() *Pipe { return &Pipe{numbers: make(chan int)} }

func (p *Pipe) Put(n int) { p.numbers <- n }

func (p *Pipe) Take() int { return <-p.numbers }

func Stuck() int {
	c := make(chan int)
	c <- 1 // want warning self-send "sending to c"
	return <-c
}
