// Prints the structure of the files that the programs of a node read, as schemas in JSON: kubeadm, the kubelet
// and kube-proxy. They are Go types that no API server publishes.
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	logs "k8s.io/component-base/logs/api/v1"
	kubeproxy "k8s.io/kube-proxy/config/v1alpha1"
	kubelet "k8s.io/kubelet/config/v1beta1"
	bootstraptoken "k8s.io/kubernetes/cmd/kubeadm/app/apis/bootstraptoken/v1"
	kubeadm "k8s.io/kubernetes/cmd/kubeadm/app/apis/kubeadm/v1beta4"
)

type Schema = map[string]any

// Types that write themselves in their own way.
var written = map[reflect.Type]Schema{
	reflect.TypeFor[bootstraptoken.BootstrapTokenString](): {"type": "string"},
	reflect.TypeFor[logs.TimeOrMetaDuration]():             {"preserveUnknownFields": true},
	reflect.TypeFor[metav1.Duration]():                     {"type": "string"},
	reflect.TypeFor[metav1.Time]():                         {"type": "string"},
	reflect.TypeFor[resource.QuantityValue]():              {"intOrString": true},
	reflect.TypeFor[resource.Quantity]():                   {"intOrString": true},
	reflect.TypeFor[intstr.IntOrString]():                  {"intOrString": true},
}

var definitions = map[string]Schema{}

func main() {
	kinds := map[string]string{}
	for group, values := range map[string][]any{
		"kubeadm.k8s.io/v1beta4": {
			kubeadm.InitConfiguration{}, kubeadm.ClusterConfiguration{}, kubeadm.JoinConfiguration{},
			kubeadm.ResetConfiguration{}, kubeadm.UpgradeConfiguration{},
		},
		"kubelet.config.k8s.io/v1beta1":    {kubelet.KubeletConfiguration{}},
		"kubeproxy.config.k8s.io/v1alpha1": {kubeproxy.KubeProxyConfiguration{}},
	} {
		for _, value := range values {
			t := reflect.TypeOf(value)
			kinds[group+"/"+t.Name()] = define(t)
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(map[string]any{"kinds": kinds, "definitions": definitions}); err != nil {
		panic(err)
	}
}

// Names a struct as OpenAPI documents name types: the parts of its package, the domain turned round.
func define(t reflect.Type) string {
	name := strings.ReplaceAll(t.PkgPath(), "/", ".") + "." + t.Name()
	if _, known := definitions[name]; known {
		return name
	}
	properties := map[string]Schema{}
	definitions[name] = Schema{"type": "object", "properties": properties}
	addFields(t, properties)
	return name
}

func addFields(t reflect.Type, properties map[string]Schema) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, rest, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		if inner := deref(field.Type); name == "" && inner.Kind() == reflect.Struct && (field.Anonymous || strings.Contains(rest, "inline")) {
			addFields(inner, properties)
			continue
		}
		if name == "" {
			name = field.Name
		}
		properties[name] = schemaOf(field.Type)
	}
}

func deref(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func schemaOf(t reflect.Type) Schema {
	t = deref(t)
	if schema, known := written[t]; known {
		return schema
	}
	switch t.Kind() {
	case reflect.Struct:
		return Schema{"$ref": define(t)}
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return Schema{"type": "string"}
		}
		return Schema{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.String:
		return Schema{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return Schema{"type": "number"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return Schema{"type": "integer"}
	default:
		return Schema{"preserveUnknownFields": true}
	}
}
