// Package v1beta1 has the types of frr-k8s that MetalLB is compiled with. The module itself can't be had from the
// module proxy, and MetalLB makes none of these objects unless it is told to speak through FRR.
package v1beta1

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

type (
	DynamicASNMode  string
	SecretReference struct {
		Name      string `json:"name,omitempty"`
		Namespace string `json:"namespace,omitempty"`
	}
	AllowedOutPrefixes struct {
		Prefixes []string `json:"prefixes,omitempty"`
		Mode     string   `json:"mode,omitempty"`
	}
	LocalPrefPrefixes struct {
		Prefixes  []string `json:"prefixes,omitempty"`
		LocalPref uint32   `json:"localPref,omitempty"`
	}
	CommunityPrefixes struct {
		Prefixes  []string `json:"prefixes,omitempty"`
		Community string   `json:"community,omitempty"`
	}
	AsPathPrependPrefixes struct {
		Prefixes      []string `json:"prefixes,omitempty"`
		AsPathPrepend uint8    `json:"asPathPrepend,omitempty"`
	}
	Advertise struct {
		Allowed                   AllowedOutPrefixes      `json:"allowed,omitempty"`
		PrefixesWithLocalPref     []LocalPrefPrefixes     `json:"withLocalPref,omitempty"`
		PrefixesWithCommunity     []CommunityPrefixes     `json:"withCommunity,omitempty"`
		PrefixesWithAsPathPrepend []AsPathPrependPrefixes `json:"withAsPathPrepend,omitempty"`
	}
	Neighbor struct {
		ASN                    uint32           `json:"asn,omitempty"`
		DynamicASN             DynamicASNMode   `json:"dynamicASN,omitempty"`
		Address                string           `json:"address,omitempty"`
		Interface              string           `json:"interface,omitempty"`
		Port                   *uint16          `json:"port,omitempty"`
		Password               string           `json:"password,omitempty"`
		PasswordSecret         SecretReference  `json:"passwordSecret,omitempty"`
		HoldTime               *metav1.Duration `json:"holdTime,omitempty"`
		KeepaliveTime          *metav1.Duration `json:"keepaliveTime,omitempty"`
		ConnectTime            *metav1.Duration `json:"connectTime,omitempty"`
		EBGPMultiHop           bool             `json:"ebgpMultiHop,omitempty"`
		BFDProfile             string           `json:"bfdProfile,omitempty"`
		EnableGracefulRestart  bool             `json:"enableGracefulRestart,omitempty"`
		ToAdvertise            Advertise        `json:"toAdvertise,omitempty"`
		DisableMP              bool             `json:"disableMP,omitempty"`
		DualStackAddressFamily bool             `json:"dualStackAddressFamily,omitempty"`
	}
	Router struct {
		ASN       uint32     `json:"asn"`
		ID        string     `json:"id,omitempty"`
		VRF       string     `json:"vrf,omitempty"`
		Neighbors []Neighbor `json:"neighbors,omitempty"`
		Prefixes  []string   `json:"prefixes,omitempty"`
	}
	BFDProfile struct {
		Name             string  `json:"name"`
		ReceiveInterval  *uint32 `json:"receiveInterval,omitempty"`
		TransmitInterval *uint32 `json:"transmitInterval,omitempty"`
		DetectMultiplier *uint32 `json:"detectMultiplier,omitempty"`
		EchoInterval     *uint32 `json:"echoInterval,omitempty"`
		EchoMode         *bool   `json:"echoMode,omitempty"`
		PassiveMode      *bool   `json:"passiveMode,omitempty"`
		MinimumTTL       *uint32 `json:"minimumTtl,omitempty"`
	}
	BGPConfig struct {
		Routers     []Router     `json:"routers"`
		BFDProfiles []BFDProfile `json:"bfdProfiles,omitempty"`
	}
	FRRConfigurationSpec struct {
		BGP          BGPConfig            `json:"bgp,omitempty"`
		NodeSelector metav1.LabelSelector `json:"nodeSelector,omitempty"`
	}
	FRRConfiguration struct {
		metav1.TypeMeta   `json:",inline"`
		metav1.ObjectMeta `json:"metadata,omitempty"`
		Spec              FRRConfigurationSpec `json:"spec,omitempty"`
	}
	FRRConfigurationList struct {
		metav1.TypeMeta `json:",inline"`
		metav1.ListMeta `json:"metadata,omitempty"`
		Items           []FRRConfiguration `json:"items"`
	}
)

func clone[T any](in *T) *T {
	out := new(T)
	b, err := json.Marshal(in)
	if err == nil {
		err = json.Unmarshal(b, out)
	}
	if err != nil {
		panic(err)
	}
	return out
}

func (in *FRRConfiguration) DeepCopyObject() runtime.Object      { return clone(in) }
func (in *FRRConfiguration) DeepCopy() *FRRConfiguration         { return clone(in) }
func (in *FRRConfigurationSpec) DeepCopy() *FRRConfigurationSpec { return clone(in) }
func (in *FRRConfigurationList) DeepCopyObject() runtime.Object  { return clone(in) }

// GroupVersion of frr-k8s.
var GroupVersion = schema.GroupVersion{Group: "frrk8s.metallb.io", Version: "v1beta1"}

// AddToScheme registers the types.
func AddToScheme(s *runtime.Scheme) error {
	s.AddKnownTypes(GroupVersion, &FRRConfiguration{}, &FRRConfigurationList{})
	metav1.AddToGroupVersion(s, GroupVersion)
	return nil
}
func (in *FRRConfigurationSpec) DeepCopyInto(out *FRRConfigurationSpec) { *out = *clone(in) }
