package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How an image is built: {@code services.*.build}.
 *
 * @param context absolute directory or a URL
 * @param dockerfile relative to the context, or absolute
 * @param dockerfileInline the Dockerfile itself
 * @param args build arguments
 * @param ssh SSH agents and keys offered to the build
 * @param noCacheFilter stages built again
 * @param additionalContexts paths, URLs, {@code docker-image://}, {@code oci-layout://}, {@code target:}, {@code service:}
 * @param extraHosts addresses by host name
 * @param network network of RUN steps
 * @param target stage to build
 * @param extensions the {@code x-*} keys
 */
public record Build(
        Optional<String> context,
        Optional<String> dockerfile,
        Optional<String> dockerfileInline,
        List<String> entitlements,
        SequencedMap<String, Optional<String>> args,
        Optional<String> provenance,
        Optional<String> sbom,
        List<SshKey> ssh,
        SequencedMap<String, String> labels,
        List<String> cacheFrom,
        List<String> cacheTo,
        boolean noCache,
        List<String> noCacheFilter,
        SequencedMap<String, String> additionalContexts,
        boolean pull,
        SequencedMap<String, List<String>> extraHosts,
        Optional<String> isolation,
        Optional<String> network,
        Optional<String> target,
        List<FileReference> secrets,
        Optional<ByteSize> shmSize,
        List<String> tags,
        SequencedMap<String, Ulimit> ulimits,
        List<String> platforms,
        boolean privileged,
        SequencedMap<String, Value> extensions) {
    public Build {
        entitlements = List.copyOf(entitlements);
        args = Copies.of(args);
        ssh = List.copyOf(ssh);
        labels = Copies.of(labels);
        cacheFrom = List.copyOf(cacheFrom);
        cacheTo = List.copyOf(cacheTo);
        noCacheFilter = List.copyOf(noCacheFilter);
        additionalContexts = Copies.of(additionalContexts);
        extraHosts = Copies.of(extraHosts);
        secrets = List.copyOf(secrets);
        tags = List.copyOf(tags);
        ulimits = Copies.of(ulimits);
        platforms = List.copyOf(platforms);
        extensions = Copies.of(extensions);
    }
}
