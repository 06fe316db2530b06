package dev.jcompose.runtime.image;

/** How to show a registry who asks. Never logged: {@code toString} hides the secrets. */
public sealed interface RegistryCredentials {
    /** Nobody in particular; token servers give what everybody may have. */
    record Anonymous() implements RegistryCredentials {}

    record Password(String user, String password) implements RegistryCredentials {
        @Override
        public String toString() {
            return "Password[user=" + user + "]";
        }
    }

    /** A refresh token of an OAuth 2 login, which the token server exchanges for access tokens. */
    record IdentityToken(String token) implements RegistryCredentials {
        @Override
        public String toString() {
            return "IdentityToken[]";
        }
    }

    /** An access token to be sent to the registry as it is. */
    record RegistryToken(String token) implements RegistryCredentials {
        @Override
        public String toString() {
            return "RegistryToken[]";
        }
    }

    static RegistryCredentials anonymous() {
        return new Anonymous();
    }
}
