package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// network is one that a Pod asks for.
type network struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Interface string `json:"interface"`
}

// parseNetworks reads the annotation k8s.v1.cni.cncf.io/networks: a list in JSON, or names with commas between
// them, each "namespace/name@interface" of which only the name has to be there. Interfaces without a name are
// called net1, net2 and so on by their place.
func parseNetworks(annotation, namespace string) ([]network, error) {
	annotation = strings.TrimSpace(annotation)
	if annotation == "" {
		return nil, nil
	}
	networks := []network{}
	if strings.HasPrefix(annotation, "[") {
		if err := json.Unmarshal([]byte(annotation), &networks); err != nil {
			return nil, fmt.Errorf("the annotation %s is no list of networks: %w", networksAnnotation, err)
		}
	} else {
		for _, item := range strings.Split(annotation, ",") {
			networks = append(networks, parseShort(item))
		}
	}
	for i := range networks {
		if networks[i].Name == "" {
			return nil, fmt.Errorf("network %d in the annotation %s has no name", i+1, networksAnnotation)
		}
		if networks[i].Namespace == "" {
			networks[i].Namespace = namespace
		}
		if networks[i].Interface == "" {
			networks[i].Interface = fmt.Sprintf("net%d", i+1)
		}
	}
	return networks, nil
}

func parseShort(item string) network {
	name, device, _ := strings.Cut(strings.TrimSpace(item), "@")
	if namespace, rest, found := strings.Cut(name, "/"); found {
		return network{Name: rest, Namespace: namespace, Interface: device}
	}
	return network{Name: name, Interface: device}
}
