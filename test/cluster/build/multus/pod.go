package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	current "github.com/containernetworking/cni/pkg/types/100"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	networksAnnotation = "k8s.v1.cni.cncf.io/networks"
	statusAnnotation   = "k8s.v1.cni.cncf.io/network-status"
)

// pod is the one whose network is made, seen through the API server.
type pod struct {
	client          *kubernetes.Clientset
	namespace, name string
}

// status is what a Pod's annotation tells of one of its interfaces.
type status struct {
	Name      string   `json:"name"`
	Interface string   `json:"interface"`
	IPs       []string `json:"ips,omitempty"`
	MAC       string   `json:"mac,omitempty"`
	Default   bool     `json:"default,omitempty"`
	DNS       struct{} `json:"dns"`
}

// openPod learns from the arguments of a plugin, KEY=VALUE with semicolons between them, whose network it makes.
func openPod(kubeconfig, arguments string) (pod, error) {
	values := map[string]string{}
	for _, argument := range strings.Split(arguments, ";") {
		key, value, _ := strings.Cut(argument, "=")
		values[key] = value
	}
	opened := pod{namespace: values["K8S_POD_NAMESPACE"], name: values["K8S_POD_NAME"]}
	if opened.namespace == "" || opened.name == "" {
		return opened, errors.New("multus was not told for which Pod it runs")
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return opened, err
	}
	opened.client, err = kubernetes.NewForConfig(config)
	return opened, err
}

func (p pod) annotation(ctx context.Context) (string, error) {
	read, err := p.client.CoreV1().Pods(p.namespace).Get(ctx, p.name, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	return read.Annotations[networksAnnotation], nil
}

// definition is the plugin configuration in a NetworkAttachmentDefinition.
func (p pod) definition(ctx context.Context, network network) (string, error) {
	path := fmt.Sprintf("/apis/k8s.cni.cncf.io/v1/namespaces/%s/network-attachment-definitions/%s", network.Namespace, network.Name)
	body, err := p.client.RESTClient().Get().AbsPath(path).DoRaw(ctx)
	if err != nil {
		return "", fmt.Errorf("cannot find a network-attachment-definition (%s) in namespace (%s): %w", network.Name, network.Namespace, err)
	}
	var object struct {
		Spec struct {
			Config string `json:"config"`
		} `json:"spec"`
	}
	err = json.Unmarshal(body, &object)
	return object.Spec.Config, err
}

func (p pod) writeStatus(ctx context.Context, statuses []status) error {
	text, err := json.MarshalIndent(statuses, "", "    ")
	if err != nil {
		return err
	}
	annotations := map[string]string{statusAnnotation: string(text)}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"annotations": annotations}})
	if err != nil {
		return err
	}
	_, err = p.client.CoreV1().Pods(p.namespace).Patch(ctx, p.name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

func statusOf(name, device string, result *current.Result) status {
	found := status{Name: name, Interface: device}
	for _, ip := range result.IPs {
		found.IPs = append(found.IPs, ip.Address.IP.String())
	}
	for _, one := range result.Interfaces {
		if one.Sandbox != "" && one.Name == device {
			found.MAC = one.Mac
		}
	}
	return found
}
