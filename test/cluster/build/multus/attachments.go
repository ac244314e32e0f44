package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/containernetworking/cni/libcni"
	"github.com/containernetworking/cni/pkg/skel"
	current "github.com/containernetworking/cni/pkg/types/100"
)

// attachments are the further interfaces of one Pod. What was made is kept in a file, because by the time it has
// to go the definitions may be gone.
type attachments struct {
	file    string
	plugins *libcni.CNIConfig
	args    *skel.CmdArgs
	made    []attachment
}

type attachment struct {
	Interface string          `json:"interface"`
	Plugins   json.RawMessage `json:"plugins"`
}

func newAttachments(config configuration, args *skel.CmdArgs) *attachments {
	return &attachments{
		file:    filepath.Join(config.StateFolder, args.ContainerID),
		plugins: libcni.NewCNIConfig([]string{config.PluginFolder}, nil),
		args:    args,
	}
}

func (a *attachments) add(ctx context.Context, network network, text string) (*current.Result, error) {
	list, err := pluginList(text, network.Name)
	if err != nil {
		return nil, err
	}
	// Noted before it is made, so that one that is made by half goes too.
	a.made = append(a.made, attachment{network.Interface, list.Bytes})
	if err := a.save(); err != nil {
		return nil, err
	}
	result, err := a.plugins.AddNetworkList(ctx, list, a.runtime(network.Interface))
	if err != nil {
		return nil, err
	}
	return current.NewResultFromResult(result)
}

func (a *attachments) removeAll(ctx context.Context) error {
	text, err := os.ReadFile(a.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &a.made); err != nil {
		return err
	}
	for i := len(a.made) - 1; i >= 0; i-- {
		list, err := libcni.ConfListFromBytes(a.made[i].Plugins)
		if err != nil {
			return err
		}
		if err := a.plugins.DelNetworkList(ctx, list, a.runtime(a.made[i].Interface)); err != nil {
			return err
		}
	}
	return os.Remove(a.file)
}

func (a *attachments) save() error {
	text, err := json.Marshal(a.made)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(a.file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(a.file, text, 0o600)
}

func (a *attachments) runtime(device string) *libcni.RuntimeConf {
	return &libcni.RuntimeConf{
		ContainerID: a.args.ContainerID,
		NetNS:       a.args.Netns,
		IfName:      device,
		Args:        [][2]string{{"IgnoreUnknown", "1"}},
	}
}

// pluginList reads a definition's configuration, of one plugin or of a list, and gives it the network's name and
// the version of the specification where it has none.
func pluginList(text, name string) (*libcni.NetworkConfigList, error) {
	config := map[string]any{}
	if err := json.Unmarshal([]byte(text), &config); err != nil {
		return nil, fmt.Errorf("its spec.config is no JSON object: %w", err)
	}
	for key, value := range map[string]any{"name": name, "cniVersion": "0.3.1"} {
		if _, found := config[key]; !found {
			config[key] = value
		}
	}
	if _, found := config["plugins"]; !found {
		config = map[string]any{"name": config["name"], "cniVersion": config["cniVersion"], "plugins": []any{config}}
	}
	list, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	return libcni.ConfListFromBytes(list)
}
