// Prints how the given kinds are laid out as protobuf messages: field numbers, names and types, as JSON.
// The kinds are its arguments, such as apps/v1/Deployment; those that Kubernetes doesn't build in are left out.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

// Field is one field of a message, as src/sim/protobuf/messages.ts explains it.
type Field struct {
	// Empty for what Go embeds: its fields stand in the JSON of the message around it.
	Name     string `json:"name"`
	Type     string `json:"type"`
	Repeated bool   `json:"repeated,omitempty"`
	Map      bool   `json:"map,omitempty"`
	// OmitZero fields can't tell their zero value from being absent, so JSON leaves it out.
	OmitZero bool `json:"omitZero,omitempty"`
}

type Message map[string]Field

var messages = map[string]Message{}

func main() {
	kinds := map[string]string{
		"v1/DeleteOptions": add(reflect.TypeFor[metav1.DeleteOptions]()),
	}
	for _, key := range os.Args[1:] {
		group, kind := key[:strings.LastIndex(key, "/")], key[strings.LastIndex(key, "/")+1:]
		version, err := schema.ParseGroupVersion(group)
		if err != nil {
			panic(err)
		}
		if known, found := scheme.Scheme.AllKnownTypes()[version.WithKind(kind)]; found {
			kinds[key] = add(known)
		}
	}
	text, err := json.Marshal(map[string]any{"kinds": kinds, "messages": messages})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}

// Types that have a form of their own in JSON.
var scalars = map[string]string{
	"k8s.io/apimachinery/pkg/api/resource.Quantity":   "quantity",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":   "json",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":  "microTime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":       "time",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":    "json",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString": "intOrString",
}

// add notes a message with all that it holds, and gives its name.
func add(t reflect.Type) string {
	name := strings.ReplaceAll(strings.TrimPrefix(t.PkgPath(), "k8s.io/"), "/", ".") + "." + t.Name()
	if _, known := messages[name]; known {
		return name
	}
	fields := Message{}
	messages[name] = fields
	for i := range t.NumField() {
		field := t.Field(i)
		wire := strings.Split(field.Tag.Get("protobuf"), ",")
		if len(wire) < 3 {
			continue
		}
		fields[wire[1]] = describe(field)
	}
	return name
}

func describe(field reflect.StructField) Field {
	name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	t := field.Type
	result := Field{Name: name}
	switch {
	case t.Kind() == reflect.Map:
		result.Map = true
		t = t.Elem()
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		result.Repeated = true
		t = t.Elem()
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	} else if t.Kind() != reflect.Struct && !result.Map && !result.Repeated {
		result.OmitZero = strings.Contains(options, "omitempty")
	}
	result.Type = typeOf(t)
	return result
}

func typeOf(t reflect.Type) string {
	if scalar, found := scalars[t.PkgPath()+"."+t.Name()]; found {
		return scalar
	}
	switch t.Kind() {
	case reflect.Struct:
		return add(t)
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32, reflect.Int64:
		return "int"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		if t.Elem().Kind() == reflect.String {
			return "strings"
		}
	}
	panic("no way to read " + t.String())
}
