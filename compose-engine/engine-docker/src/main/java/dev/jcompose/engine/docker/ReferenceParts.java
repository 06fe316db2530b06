package dev.jcompose.engine.docker;

/**
 * A reference as the Engine API wants it: without a tag it would pull all of them.
 *
 * @param tagOrDigest {@code latest} when the reference has none
 */
record ReferenceParts(String name, String tagOrDigest) {
    static ReferenceParts of(String reference) {
        int digest = reference.indexOf('@');
        if (digest >= 0) {
            return new ReferenceParts(withoutTag(reference.substring(0, digest)), reference.substring(digest + 1));
        }
        String name = withoutTag(reference);
        return new ReferenceParts(name, name.equals(reference) ? "latest" : reference.substring(name.length() + 1));
    }

    /** A colon before the last slash belongs to a port. */
    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
