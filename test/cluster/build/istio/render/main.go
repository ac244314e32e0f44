// render prints the objects that an installation of Istio consists of, as its own installer makes them from
// its charts. Arguments are values as of istioctl's --set.
package main

import (
	"fmt"
	"log"
	"os"

	"istio.io/istio/operator/pkg/render"
)

func main() {
	parts, _, err := render.GenerateManifest(nil, os.Args[1:], false, nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range parts {
		for _, object := range part.Manifests {
			fmt.Printf("---\n%s\n", object.Content)
		}
	}
}
