package dev.jcompose.model.value;

/** The text of addresses; never asks a name server. */
public final class IpAddress {

    private IpAddress() {}

    /** Whether this is an IPv4 address of four numbers or an IPv6 address without zone. */
    public static boolean isValid(String text) {
        return text.indexOf(':') >= 0 ? isV6(text) : isV4(text);
    }

    private static boolean isV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
                return false;
            }
            for (int i = 0; i < part.length(); i++) {
                if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                    return false;
                }
            }
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int groups = gap < 0 ? groups(text) : sum(groups(text.substring(0, gap)), groups(text.substring(gap + 2)));
        return gap < 0 ? groups == 8 : groups >= 0 && groups < 8;
    }

    private static int sum(int left, int right) {
        return left < 0 || right < 0 ? -1 : left + right;
    }

    /** The number of groups of 16 bits, or -1 when one of them is none. */
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                return isV4(parts[i]) ? groups + 2 : -1;
            }
            if (parts[i].isEmpty() || parts[i].length() > 4) {
                return -1;
            }
            for (int c = 0; c < parts[i].length(); c++) {
                if (parts[i].charAt(c) >= 0x80 || Character.digit(parts[i].charAt(c), 16) < 0) {
                    return -1;
                }
            }
            groups++;
        }
        return groups;
    }
}
