// istio-rules reads a JSON list of objects and prints, as a JSON list, what Istio's own validation says about
// each: an empty text where it takes the object. It is what the admission webhook of Istio asks.
package main

import (
	"encoding/json"
	"log"
	"os"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config/schema/collections"
)

func main() {
	var objects []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&objects); err != nil {
		log.Fatal(err)
	}
	refusals := make([]string, len(objects))
	for i, object := range objects {
		refusals[i] = refusal(string(object))
	}
	// Istio writes its own lines to the standard output.
	if err := json.NewEncoder(os.Stderr).Encode(refusals); err != nil {
		log.Fatal(err)
	}
}

func refusal(object string) string {
	configs, _, err := crd.ParseInputs(object)
	if err != nil {
		return err.Error()
	}
	for _, config := range configs {
		schema, ok := collections.Pilot.FindByGroupVersionAliasesKind(config.GroupVersionKind)
		if !ok {
			return "a kind that Istio does not know"
		}
		if _, err := schema.ValidateConfig(config); err != nil {
			return err.Error()
		}
	}
	return ""
}
