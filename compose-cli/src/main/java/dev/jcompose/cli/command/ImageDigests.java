package dev.jcompose.cli.command;

import dev.jcompose.cli.registry.RegistryReader;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pins the images of services to the digests that their registries have under these names now. */
final class ImageDigests {
    private ImageDigests() {}

    /**
     * The project with {@code registry/name:tag@digest} for each image.
     *
     * @throws OperationException when a registry does not have an image or does not answer
     */
    static Project pin(Project project, Map<String, String> environment)
            throws OperationException, InterruptedException {
        var pinned = new HashMap<String, String>();
        var services = new TreeMap<String, Service>();
        try (var registry = new RegistryReader(environment)) {
            for (Service service : project.services().values()) {
                Service result = service;
                if (service.image().isPresent()) {
                    String image = service.image().get();
                    String name = pinned.get(image);
                    if (name == null) {
                        name = registry.pin(image);
                        pinned.put(image, name);
                    }
                    result = service.toBuilder().image(Optional.of(name)).build();
                }
                services.put(service.name(), result);
            }
        } catch (IOException e) {
            throw new OperationException("cannot pin images: " + e.getMessage(), 1, e);
        }
        return project.withServices(services);
    }
}
