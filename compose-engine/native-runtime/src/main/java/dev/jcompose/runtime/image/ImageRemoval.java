package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.image.ImageUse.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Taking names and images away, by the rules of Docker's {@code DELETE /images/{name}} and {@code POST /images/prune}. */
final class ImageRemoval {
    private final Inventory inventory;
    private final ImageUse use;

    ImageRemoval(Inventory inventory, ImageUse use) {
        this.inventory = inventory;
        this.use = use;
    }

    List<Removal> remove(String name, RemovalPolicy policy) throws IOException {
        var removals = new ArrayList<Removal>();
        boolean gone = inventory.locked(catalog -> {
            Digest id = catalog.find(name).orElseThrow(() -> ImageStore.noSuchImage(name));
            return catalog.isId(name, id)
                    ? removeById(catalog, id, policy, removals)
                    : removeName(catalog, ImageName.parse(name), id, policy, removals);
        });
        if (gone) {
            inventory.collect().forEach(layer -> removals.add(new Removal.Deleted(layer)));
        }
        return List.copyOf(removals);
    }

    PruneResult prune(Predicate<Image> candidate) throws IOException {
        var removals = new ArrayList<Removal>();
        inventory.locked(catalog -> {
            for (Image image : catalog.newestFirst()) {
                if (candidate.test(image) && use.userOf(image.id()).isEmpty()) {
                    untag(catalog, catalog.namesOf(image.id()), removals);
                    catalog.remove(image.id());
                    removals.add(new Removal.Deleted(image.id()));
                }
            }
            return removals;
        });
        long reclaimed = inventory.unreachableSize();
        inventory.collect().forEach(layer -> removals.add(new Removal.Deleted(layer)));
        return new PruneResult(removals, reclaimed);
    }

    /** @return whether the image went with its last name */
    private boolean removeName(
            ImageCatalog catalog, ImageName name, Digest id, RemovalPolicy policy, List<Removal> removals)
            throws IOException {
        ImageName exact = name.digest().map(name::withDigest).orElseGet(name::withDefaultTag);
        List<ImageName> gone = new ArrayList<>(List.of(exact));
        List<ImageName> left = new ArrayList<>(catalog.namesOf(id));
        left.remove(exact);
        boolean onlyDigestsLeft = left.stream()
                .filter(other -> sameRepository(other, exact))
                .allMatch(other -> other.digest().isPresent());
        if (onlyDigestsLeft) { // a digest of a repository whose last tag goes would keep the image for nobody
            left.stream().filter(other -> sameRepository(other, exact)).forEach(gone::add);
            left.removeIf(other -> sameRepository(other, exact));
        }
        Optional<User> user = use.userOf(id);
        if (left.isEmpty() && user.isPresent() && policy == RemovalPolicy.REFUSE_WHEN_IN_USE) {
            throw new ImageException(
                    Kind.CONFLICT,
                    "conflict: unable to remove repository reference \"" + name.familiar()
                            + "\" (must force) - container "
                            + shorten(user.get().containerId())
                            + " is using its referenced image " + id.shortHex());
        }
        untag(catalog, gone, removals);
        if (!left.isEmpty() || user.isPresent()) {
            return false;
        }
        catalog.remove(id);
        removals.add(new Removal.Deleted(id));
        return true;
    }

    private boolean removeById(ImageCatalog catalog, Digest id, RemovalPolicy policy, List<Removal> removals)
            throws IOException {
        Optional<User> user = use.userOf(id);
        if (user.isPresent()) {
            boolean running = user.get().state() == User.State.RUNNING;
            if (running || policy == RemovalPolicy.REFUSE_WHEN_IN_USE) {
                throw new ImageException(
                        Kind.CONFLICT,
                        "conflict: unable to delete " + id.shortHex()
                                + (running ? " (cannot be forced)" : " (must be forced)") + " - image is being used by "
                                + (running ? "running" : "stopped") + " container "
                                + shorten(user.get().containerId()));
            }
        }
        List<ImageName> names = catalog.namesOf(id);
        long tags = names.stream().filter(name -> name.digest().isEmpty()).count();
        boolean oneRepository =
                names.stream().map(ImageName::familiarRepository).distinct().count() <= 1;
        if ((tags > 1 || !oneRepository) && policy == RemovalPolicy.REFUSE_WHEN_IN_USE) {
            throw new ImageException(
                    Kind.CONFLICT,
                    "conflict: unable to delete " + id.shortHex()
                            + " (must be forced) - image is referenced in multiple repositories");
        }
        untag(catalog, names, removals);
        if (user.isPresent()) {
            return false;
        }
        catalog.remove(id);
        removals.add(new Removal.Deleted(id));
        return true;
    }

    private static void untag(ImageCatalog catalog, List<ImageName> names, List<Removal> removals) throws IOException {
        catalog.takeNames(names);
        names.forEach(name -> removals.add(new Removal.Untagged(name.familiar())));
    }

    private static boolean sameRepository(ImageName a, ImageName b) {
        return a.registry().equals(b.registry()) && a.repository().equals(b.repository());
    }

    private static String shorten(String containerId) {
        return containerId.substring(0, Math.min(12, containerId.length()));
    }
}
