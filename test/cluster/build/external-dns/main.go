// The external-dns of the project with the one provider that a cluster without a cloud has: dynamic updates
// (RFC 2136) to a DNS server. Its own program brings the libraries of every cloud along.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	log "github.com/sirupsen/logrus"
	"sigs.k8s.io/external-dns/controller"
	"sigs.k8s.io/external-dns/endpoint"
	"sigs.k8s.io/external-dns/pkg/apis/externaldns"
	"sigs.k8s.io/external-dns/pkg/apis/externaldns/validation"
	"sigs.k8s.io/external-dns/plan"
	"sigs.k8s.io/external-dns/provider/rfc2136"
	"sigs.k8s.io/external-dns/registry/txt"
	"sigs.k8s.io/external-dns/source"
	"sigs.k8s.io/external-dns/source/annotations"
	"sigs.k8s.io/external-dns/source/wrappers"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	config := externaldns.NewConfig()
	if err := config.ParseFlags(os.Args[1:]); err != nil {
		return err
	}
	if err := validation.ValidateConfig(config); err != nil {
		return err
	}
	annotations.SetAnnotationPrefix(config.AnnotationPrefix)
	sources, err := source.NewSourceConfig(config)
	if err != nil {
		return err
	}
	endpoints, err := wrappers.Build(ctx, sources)
	if err != nil {
		return err
	}
	domains := endpoint.NewDomainFilterWithOptions(endpoint.WithDomainFilter(config.DomainFilter))
	provider, err := rfc2136.New(ctx, config, domains)
	if err != nil {
		return err
	}
	registry, err := txt.New(config, provider)
	if err != nil {
		return err
	}
	loop := &controller.Controller{
		Source:               endpoints,
		Registry:             registry,
		Policy:               plan.Policies[config.Policy],
		Interval:             config.Interval,
		DomainFilter:         domains,
		ManagedRecordTypes:   config.ManagedDNSRecordTypes,
		ExcludeRecordTypes:   config.ExcludeDNSRecordTypes,
		MinEventSyncInterval: config.MinEventSyncInterval,
	}
	if config.UpdateEvents {
		endpoints.AddEventHandler(ctx, func() { loop.ScheduleRunOnce(time.Now()) })
	}
	loop.ScheduleRunOnce(time.Now())
	loop.Run(ctx)
	return nil
}
