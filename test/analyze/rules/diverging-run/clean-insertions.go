package main

import "fmt"

func separated(list []int) []int {
	for i := 1; i < len(list); i++ {
		if list[i] > 0 && list[i-1] > 0 {
			list = append(list[:i], append([]int{0}, list[i:]...)...)
		}
	}
	return list
}

func escaped(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] == '&' {
			text = text[:i] + "&amp;" + text[i+1:]
			i += 4
		}
	}
	return text
}

func filled(list []string, most int) []string {
	for i := 0; i < len(list); i++ {
		if i < most {
			list = append(list, "more")
		}
	}
	return list
}

func main() {
	fmt.Println(separated([]int{1, 2, 3, 0, 4, 4}))
	fmt.Println(escaped("a&&b&"))
	fmt.Println(len(filled([]string{"x"}, 100)))
}
