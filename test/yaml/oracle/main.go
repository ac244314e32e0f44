// Oracle of the tests in test/yaml: what Kubernetes makes of a YAML text.
// It reads a JSON list of {"text": ...} and writes the list with the answers of sigs.k8s.io/yaml, which
// the API server and kubectl use, one case per line: "json" with the value, or "error".
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

type testCase struct {
	Text  string          `json:"text"`
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := make([]string, 0, len(cases))
	for _, one := range cases {
		line, err := marshal(answer(one.Text))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		lines = append(lines, "  "+line)
	}
	fmt.Printf("[\n%s\n]\n", strings.Join(lines, ",\n"))
}

func answer(text string) testCase {
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return testCase{Text: text, Error: err.Error()}
	}
	return testCase{Text: text, JSON: value}
}

func marshal(one testCase) (string, error) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(one)
	return strings.TrimSpace(out.String()), err
}
