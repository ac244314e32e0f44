package main

import (
	"fmt"
	"hash/fnv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	netv1 "k8s.io/api/networking/v1"
)

const tableName = "netlabs-policies"

// table renders everything that holds for the Pods of a node.
func (c *clusterState) table(node string) string {
	var chains strings.Builder
	jumps := map[string][]string{}
	for _, pod := range c.livePods() {
		if pod.Spec.NodeName != node {
			continue
		}
		policies := c.policiesFor(pod)
		for _, way := range directions {
			rules, isolated := c.rules(pod, way, policies)
			if !isolated {
				continue
			}
			chain := chainName(pod, way)
			fmt.Fprintf(&chains, "\tchain %s { # %s\n%s\t\tcounter drop\n\t}\n", chain, nameOf(pod), rules)
			for _, family := range families {
				for _, address := range addressesOf(pod, family) {
					key := family + " " + way.self
					jumps[key] = append(jumps[key], address+" : jump "+chain)
				}
			}
		}
	}
	return "table inet " + tableName + " {\n" + chains.String() + hooks(jumps) + "}\n"
}

// rules of all policies together; isolated when at least one of them is about this direction.
func (c *clusterState) rules(pod *corev1.Pod, way direction, policies []*netv1.NetworkPolicy) (text string, isolated bool) {
	for _, policy := range policies {
		for _, one := range policy.Spec.PolicyTypes {
			switch {
			case way == ingress && one == netv1.PolicyTypeIngress:
				isolated = true
				for _, rule := range policy.Spec.Ingress {
					text += returning(c.allowed(pod, way, rule.From, rule.Ports), policy.Name)
				}
			case way == egress && one == netv1.PolicyTypeEgress:
				isolated = true
				for _, rule := range policy.Spec.Egress {
					text += returning(c.allowed(pod, way, rule.To, rule.Ports), policy.Name)
				}
			}
		}
	}
	return text, isolated
}

// returning: what one end allows still has to pass the other end's chain, so nothing is accepted here.
func returning(matches []string, policy string) (text string) {
	for _, match := range matches {
		text += "\t\t" + strings.TrimSpace(match+" counter return") + " comment \"" + policy + "\"\n"
	}
	return text
}

func chainName(pod *corev1.Pod, way direction) string {
	hash := fnv.New64a()
	hash.Write([]byte(nameOf(pod)))
	return fmt.Sprintf("%s-%016x", way.name, hash.Sum64())
}

// hooks: Pods talk to each other through forwarding and to their node through input. What the node itself
// sends to its Pods, such as probes, is output and always allowed, as Kubernetes demands.
func hooks(jumps map[string][]string) string {
	replies := "\t\tct state established,related accept\n" +
		"\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept\n"
	var leaving, arriving string
	for _, family := range families {
		leaving += verdicts(family+" saddr", jumps)
		arriving += verdicts(family+" daddr", jumps)
	}
	return chainAt("forward", replies+leaving+arriving) + chainAt("input", replies+leaving)
}

func verdicts(key string, jumps map[string][]string) string {
	if len(jumps[key]) == 0 {
		return ""
	}
	return fmt.Sprintf("\t\t%s vmap { %s }\n", key, strings.Join(jumps[key], ", "))
}

func chainAt(hook, rules string) string {
	return fmt.Sprintf("\tchain %s {\n\t\ttype filter hook %s priority filter; policy accept;\n%s\t}\n", hook, hook, rules)
}
