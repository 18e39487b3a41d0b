const kind = (bits: 32 | 64, offset: string, prime: string): string => `
type sum${bits} struct {
	state uint${bits}
	turned bool
}

func New${bits}() *sum${bits}  { return &sum${bits}{state: ${offset}} }
func New${bits}a() *sum${bits} { return &sum${bits}{state: ${offset}, turned: true} }

func (s *sum${bits}) Write(data []byte) (int, error) {
	for _, b := range data {
		if s.turned {
			s.state = (s.state ^ uint${bits}(b)) * ${prime}
		} else {
			s.state = s.state*${prime} ^ uint${bits}(b)
		}
	}
	return len(data), nil
}

func (s *sum${bits}) Reset()           { s.state = ${offset} }
func (s *sum${bits}) Size() int        { return ${bits / 8} }
func (s *sum${bits}) BlockSize() int   { return 1 }
func (s *sum${bits}) Sum${bits}() uint${bits} { return s.state }
`;

/** Package hash/fnv: the hash of Fowler, Noll and Vo with its published constants (RFC 9923), which programs choose shards by. */
export const FNV: string = `package fnv
${kind(32, "2166136261", "16777619")}${kind(64, "14695981039346656037", "1099511628211")}`;
