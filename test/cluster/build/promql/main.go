// promql reads a JSON list of expressions and prints, as a JSON list, what the parser of Prometheus says about
// each: every problem with its place in bytes, and an empty list where it takes the expression. All that can be
// switched on is, so what is refused here is refused by every Prometheus of this version.
package main

import (
	"encoding/json"
	"errors"
	"log"
	"os"

	"github.com/prometheus/prometheus/promql/parser"
)

type problem struct {
	Message string `json:"message"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

func main() {
	var expressions []string
	if err := json.NewDecoder(os.Stdin).Decode(&expressions); err != nil {
		log.Fatal(err)
	}
	judge := parser.NewParser(parser.Options{EnableExperimentalFunctions: true, EnableBinopFillModifiers: true})
	verdicts := make([][]problem, len(expressions))
	for i, expression := range expressions {
		_, err := judge.ParseExpr(expression)
		verdicts[i] = problemsOf(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		log.Fatal(err)
	}
}

func problemsOf(err error) []problem {
	found := []problem{}
	var all parser.ParseErrors
	if errors.As(err, &all) {
		for _, one := range all {
			place := one.PositionRange
			found = append(found, problem{one.Err.Error(), int(place.Start), int(place.End)})
		}
	} else if err != nil {
		found = append(found, problem{err.Error(), 0, 0})
	}
	return found
}
