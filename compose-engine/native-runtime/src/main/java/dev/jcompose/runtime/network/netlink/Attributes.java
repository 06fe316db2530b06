package dev.jcompose.runtime.network.netlink;

import dev.jcompose.runtime.network.address.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attributes of a received message, in their order; the flags in their types are removed. */
public final class Attributes {
    private static final int TYPE_MASK = 0x3fff;

    private final List<Attribute> all;

    private Attributes(List<Attribute> all) {
        this.all = all;
    }

    private record Attribute(int type, ByteBuffer value) {}

    /** @throws IOException when a length is wrong */
    static Attributes parse(ByteBuffer bytes) throws IOException {
        var all = new ArrayList<Attribute>();
        while (bytes.remaining() >= 4) {
            int start = bytes.position();
            int length = Short.toUnsignedInt(bytes.getShort());
            int type = Short.toUnsignedInt(bytes.getShort()) & TYPE_MASK;
            if (length < 4 || length > bytes.limit() - start) {
                throw new IOException("netlink attribute " + type + " of " + length + " bytes");
            }
            all.add(new Attribute(type, bytes.slice(start + 4, length - 4).order(ByteOrder.nativeOrder())));
            bytes.position(Math.min(bytes.limit(), start + ((length + 3) & ~3)));
        }
        return new Attributes(all);
    }

    private Optional<ByteBuffer> find(int type) {
        for (var attribute : all) {
            if (attribute.type() == type) {
                return Optional.of(attribute.value().duplicate().order(ByteOrder.nativeOrder()));
            }
        }
        return Optional.empty();
    }

    public Optional<byte[]> bytes(int type) {
        return find(type).map(value -> {
            byte[] copy = new byte[value.remaining()];
            value.get(copy);
            return copy;
        });
    }

    /** A number of four bytes; empty when it is absent or has another size. */
    public Optional<Integer> u32(int type) {
        return find(type).filter(value -> value.remaining() == 4).map(ByteBuffer::getInt);
    }

    /** A number of four or eight bytes whose first byte is the most significant one. */
    public Optional<Long> bigEndian(int type) {
        return find(type).map(value -> value.order(ByteOrder.BIG_ENDIAN)).flatMap(value -> switch (value.remaining()) {
            case 1 -> Optional.of((long) Byte.toUnsignedInt(value.get()));
            case 2 -> Optional.of((long) Short.toUnsignedInt(value.getShort()));
            case 4 -> Optional.of(Integer.toUnsignedLong(value.getInt()));
            case 8 -> Optional.of(value.getLong());
            default -> Optional.empty();
        });
    }

    /** A text, without the NUL at its end. */
    public Optional<String> text(int type) {
        return bytes(type).map(value -> {
            int end = value.length;
            while (end > 0 && value[end - 1] == 0) {
                end--;
            }
            return new String(value, 0, end, StandardCharsets.UTF_8);
        });
    }

    /** An address of four or sixteen bytes. */
    public Optional<InetAddress> address(int type) {
        return bytes(type)
                .filter(value -> value.length == 4 || value.length == 16)
                .map(Cidr::ofBytes);
    }

    /** The attributes inside one; none when it is absent. */
    public Attributes nested(int type) throws IOException {
        var value = find(type);
        return value.isPresent() ? parse(value.get()) : new Attributes(List.of());
    }

    /** The attributes inside each one of this type, for lists. */
    public List<Attributes> eachNested(int type) throws IOException {
        var lists = new ArrayList<Attributes>();
        for (var attribute : all) {
            if (attribute.type() == type) {
                lists.add(parse(attribute.value().duplicate().order(ByteOrder.nativeOrder())));
            }
        }
        return lists;
    }
}
