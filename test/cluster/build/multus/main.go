// multus gives Pods more network interfaces, as the project Multus does, which can't be built here because its
// module is not on the Go module proxy. It is the last plugin in the chain of the Pods' network: for each network
// that a Pod's annotation names it runs the plugins of that NetworkAttachmentDefinition, and it writes what came
// of it into the Pod's network status.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/containernetworking/cni/pkg/skel"
	"github.com/containernetworking/cni/pkg/types"
	current "github.com/containernetworking/cni/pkg/types/100"
	"github.com/containernetworking/cni/pkg/version"
)

// configuration is what the chain's configuration file says of this plugin.
type configuration struct {
	types.NetConf
	Kubeconfig string `json:"kubeconfig"`
	// StateFolder keeps what was attached to a Pod until the Pod goes.
	StateFolder  string `json:"stateFolder"`
	PluginFolder string `json:"pluginFolder"`
}

func main() {
	nothing := func(*skel.CmdArgs) error { return nil }
	skel.PluginMainFuncs(skel.CNIFuncs{Add: add, Del: remove, Check: nothing}, version.All, "multus")
}

func add(args *skel.CmdArgs) error {
	config, err := read(args.StdinData)
	if err != nil {
		return err
	}
	result, err := current.NewResultFromResult(config.PrevResult)
	if err != nil {
		return fmt.Errorf("multus has to come after the plugin that makes a Pod's first interface: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	pod, err := openPod(config.Kubeconfig, args.Args)
	if err != nil {
		return err
	}
	annotation, err := pod.annotation(ctx)
	if err != nil {
		return err
	}
	networks, err := parseNetworks(annotation, pod.namespace)
	if err != nil {
		return err
	}
	statuses := []status{statusOf(config.Name, args.IfName, result)}
	statuses[0].Default = true
	attachments := newAttachments(config, args)
	for _, network := range networks {
		text, err := pod.definition(ctx, network)
		if err != nil {
			return err
		}
		attached, err := attachments.add(ctx, network, text)
		if err != nil {
			return fmt.Errorf("adding %s/%s as %s: %w", network.Namespace, network.Name, network.Interface, err)
		}
		statuses = append(statuses, statusOf(network.Namespace+"/"+network.Name, network.Interface, attached))
	}
	if err := pod.writeStatus(ctx, statuses); err != nil {
		return err
	}
	return types.PrintResult(config.PrevResult, config.CNIVersion)
}

func remove(args *skel.CmdArgs) error {
	config, err := read(args.StdinData)
	if err != nil {
		return err
	}
	return newAttachments(config, args).removeAll(context.Background())
}

func read(text []byte) (configuration, error) {
	config := configuration{}
	if err := json.Unmarshal(text, &config); err != nil {
		return config, fmt.Errorf("the configuration of multus: %w", err)
	}
	if config.RawPrevResult == nil {
		return config, nil
	}
	return config, version.ParsePrevResult(&config.NetConf)
}
