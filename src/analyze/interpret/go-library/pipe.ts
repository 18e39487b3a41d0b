/** Pipes of package io: a writer waits until readers took all that it gave, or one side is closed. */
export const PIPE = `
type pipe struct {
	writing  sync.Mutex
	state    sync.Mutex
	changed  *sync.Cond
	left     []byte
	isFull   bool
	isClosed bool
	readEnd  error
	writeEnd error
}

type PipeReader struct {
	pipe *pipe
}

type PipeWriter struct {
	pipe *pipe
}

func Pipe() (*PipeReader, *PipeWriter) {
	p := &pipe{}
	p.changed = sync.NewCond(&p.state)
	return &PipeReader{p}, &PipeWriter{p}
}

func (r *PipeReader) Read(data []byte) (n int, err error) {
	p := r.pipe
	p.state.Lock()
	defer p.state.Unlock()
	for !p.isFull && !p.isClosed {
		p.changed.Wait()
	}
	if p.readEnd != nil {
		return 0, ErrClosedPipe
	}
	if p.isClosed {
		return 0, p.writeEnd
	}
	n = copy(data, p.left)
	p.left = p.left[n:]
	if len(p.left) == 0 {
		p.isFull = false
		p.changed.Broadcast()
	}
	return n, nil
}

func (w *PipeWriter) Write(data []byte) (n int, err error) {
	p := w.pipe
	p.writing.Lock()
	defer p.writing.Unlock()
	p.state.Lock()
	defer p.state.Unlock()
	if !p.isClosed {
		p.left, p.isFull = data, true
		p.changed.Broadcast()
		for p.isFull && !p.isClosed {
			p.changed.Wait()
		}
		n = len(data) - len(p.left)
		if !p.isFull {
			return n, nil
		}
	}
	p.isFull = false
	if p.writeEnd == nil && p.readEnd != nil {
		return n, p.readEnd
	}
	return n, ErrClosedPipe
}

func (p *pipe) end(side *error, err error) error {
	p.state.Lock()
	defer p.state.Unlock()
	if *side == nil {
		*side = err
	}
	p.isClosed = true
	p.changed.Broadcast()
	return nil
}

func (r *PipeReader) Close() error {
	return r.CloseWithError(nil)
}

func (r *PipeReader) CloseWithError(err error) error {
	if err == nil {
		err = ErrClosedPipe
	}
	return r.pipe.end(&r.pipe.readEnd, err)
}

func (w *PipeWriter) Close() error {
	return w.CloseWithError(nil)
}

func (w *PipeWriter) CloseWithError(err error) error {
	if err == nil {
		err = EOF
	}
	return w.pipe.end(&w.pipe.writeEnd, err)
}
`;
