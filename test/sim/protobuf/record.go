// Prints random objects of the given kinds as Kubernetes' own Go code writes them: in protobuf and in JSON.
// Run it where the modules are, and with the kinds that recorded.json has:
//
//	cd test/cluster/build/kubernetes && go run -mod=readonly ../../../sim/protobuf/record.go v1/Pod apps/v1/Deployment …
package main

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/api/apitesting/fuzzer"
	metafuzzer "k8s.io/apimachinery/pkg/apis/meta/fuzzer"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/client-go/kubernetes/scheme"
)

type sample struct {
	// Base64 in JSON.
	Protobuf []byte         `json:"protobuf"`
	JSON     runtime.Object `json:"json"`
}

func main() {
	fill := fuzzer.FuzzerFor(metafuzzer.Funcs, rand.NewSource(1), scheme.Codecs)
	serializer := protobuf.NewSerializer(scheme.Scheme, scheme.Scheme)
	samples := []sample{}
	for _, key := range os.Args[1:] {
		slash := strings.LastIndex(key, "/")
		version, err := schema.ParseGroupVersion(key[:slash])
		check(err)
		object := empty(version.WithKind(key[slash+1:]))
		fill.Fill(object)
		object.GetObjectKind().SetGroupVersionKind(version.WithKind(key[slash+1:]))
		var encoded bytes.Buffer
		check(serializer.Encode(object, &encoded))
		samples = append(samples, sample{encoded.Bytes(), object})
	}
	output := json.NewEncoder(os.Stdout)
	output.SetIndent("", "  ")
	check(output.Encode(samples))
}

func empty(kind schema.GroupVersionKind) runtime.Object {
	if kind.Kind == "DeleteOptions" {
		return &metav1.DeleteOptions{}
	}
	object, err := scheme.Scheme.New(kind)
	check(err)
	return object
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
