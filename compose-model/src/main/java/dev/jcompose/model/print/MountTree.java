package dev.jcompose.model.print;

import dev.jcompose.model.BindOptions;
import dev.jcompose.model.Mount;
import dev.jcompose.model.TmpfsOptions;
import dev.jcompose.model.value.Value;

/** {@code services.*.volumes[]}. */
final class MountTree {

    private MountTree() {}

    static Value of(Mount m, Style style) {
        var tree = new TreeBuilder(style)
                .text("type", m.type().text())
                .text("source", m.source())
                .text("target", m.target())
                .flag("read_only", m.readOnly())
                .text("consistency", m.consistency())
                .nested("bind", m.bind(), bind -> bind(bind, style))
                .nested(
                        "volume",
                        m.volume(),
                        v -> new TreeBuilder(style)
                                .pairs("labels", v.labels())
                                .flag("nocopy", v.noCopy())
                                .text("subpath", v.subpath())
                                .extensions(v.extensions())
                                .build())
                .nested("tmpfs", m.tmpfs(), tmpfs -> tmpfs(tmpfs, style));
        m.imageSubpath()
                .ifPresent(path -> tree.put(
                        "image", new TreeBuilder(style).text("subpath", path).build()));
        return tree.extensions(m.extensions()).build();
    }

    private static Value bind(BindOptions b, Style style) {
        var tree = new TreeBuilder(style).text("selinux", b.selinux()).text("propagation", b.propagation());
        // JSON shows only a yes, as Docker Compose does; YAML also a no, which would be lost otherwise.
        if (style == Style.JSON) {
            tree.flag("create_host_path", b.hostPathCreation().orElse(false));
        } else {
            tree.flag("create_host_path", b.hostPathCreation());
        }
        return tree.text("recursive", b.recursive()).extensions(b.extensions()).build();
    }

    private static Value tmpfs(TmpfsOptions t, Style style) {
        return new TreeBuilder(style)
                .size("size", t.size())
                .number("mode", t.mode())
                .extensions(t.extensions())
                .build();
    }
}
