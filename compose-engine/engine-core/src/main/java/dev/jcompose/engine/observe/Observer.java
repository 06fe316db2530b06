package dev.jcompose.engine.observe;

import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineCall;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Parallel;
import dev.jcompose.model.Network;
import dev.jcompose.model.Project;
import dev.jcompose.model.Volume;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedImage;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks an engine what exists of a project: one call for each kind of thing, and one for each image, at once. */
public final class Observer {
    private final Engine engine;

    public Observer(Engine engine) {
        this.engine = engine;
    }

    /** All that matters to {@code up}. */
    public Observed forUp(Desired desired) throws EngineException, InterruptedException {
        Set<String> images = new LinkedHashSet<>();
        desired.services().values().forEach(spec -> {
            images.add(spec.image());
            spec.service().preStart().forEach(hook -> hook.image().ifPresent(images::add));
        });
        return all(desired.project().name(), Optional.of(desired.project()), images);
    }

    /** Containers, networks and volumes; what {@code down} needs. */
    public Observed forDown(String project, Optional<Project> model, Set<String> images)
            throws EngineException, InterruptedException {
        return all(project, model, images);
    }

    /** Containers alone. */
    public Observed containers(String project) throws EngineException, InterruptedException {
        var containers = engine.containers().list(ContainerFilter.ofProject(project));
        return new Observed(containers, List.of(), List.of(), new LinkedHashMap<>());
    }

    /** The images that are present, by the references given. */
    public Map<String, ObservedImage> images(Set<String> references) throws EngineException, InterruptedException {
        List<String> order = List.copyOf(references);
        List<EngineCall<Optional<ObservedImage>>> calls = new ArrayList<>();
        order.forEach(reference -> calls.add(() -> engine.images().find(reference)));
        var found = Parallel.<Optional<ObservedImage>>all(calls);
        Map<String, ObservedImage> images = new LinkedHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            String reference = order.get(i);
            found.get(i).ifPresent(image -> images.put(reference, image));
        }
        return images;
    }

    /** What was observed before, with images looked at anew. */
    public Observed withImagesAgain(Observed before, Set<String> references)
            throws EngineException, InterruptedException {
        var images = new LinkedHashMap<>(before.images());
        images.putAll(images(references));
        return new Observed(before.containers(), before.networks(), before.volumes(), images);
    }

    private sealed interface Found {
        record Containers(List<ObservedContainer> list) implements Found {}

        record Networks(List<ObservedNetwork> list) implements Found {}

        record Volumes(List<ObservedVolume> list) implements Found {}

        record Images(Map<String, ObservedImage> byReference) implements Found {}
    }

    private Observed all(String project, Optional<Project> model, Set<String> images)
            throws EngineException, InterruptedException {
        List<ObservedContainer> containers = new ArrayList<>();
        List<ObservedNetwork> networks = new ArrayList<>();
        List<ObservedVolume> volumes = new ArrayList<>();
        var byReference = new LinkedHashMap<String, ObservedImage>();
        List<EngineCall<Found>> calls = List.of(
                () -> new Found.Containers(engine.containers().list(ContainerFilter.ofProject(project))),
                () -> new Found.Networks(engine.networks().list()),
                () -> new Found.Volumes(engine.volumes().list()),
                () -> new Found.Images(images(images)));
        for (Found found : Parallel.<Found>all(calls)) {
            switch (found) {
                case Found.Containers(var list) -> containers.addAll(list);
                case Found.Networks(var list) -> networks.addAll(ours(list, project, model));
                case Found.Volumes(var list) -> volumes.addAll(oursOf(list, project, model));
                case Found.Images(var list) -> byReference.putAll(list);
            }
        }
        return new Observed(containers, networks, volumes, byReference);
    }

    private static List<ObservedNetwork> ours(List<ObservedNetwork> all, String project, Optional<Project> model) {
        Set<String> names = new LinkedHashSet<>();
        model.ifPresent(m -> m.networks().values().stream().map(Network::name).forEach(names::add));
        return all.stream()
                .filter(network ->
                        project.equals(network.labels().get(Labels.PROJECT)) || names.contains(network.name()))
                .toList();
    }

    private static List<ObservedVolume> oursOf(List<ObservedVolume> all, String project, Optional<Project> model) {
        Set<String> names = new LinkedHashSet<>();
        model.ifPresent(m -> m.volumes().values().stream().map(Volume::name).forEach(names::add));
        return all.stream()
                .filter(volume -> project.equals(volume.labels().get(Labels.PROJECT)) || names.contains(volume.name()))
                .toList();
    }
}
