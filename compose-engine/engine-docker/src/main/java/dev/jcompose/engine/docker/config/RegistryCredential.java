package dev.jcompose.engine.docker.config;

/**
 * What a registry wants to see.
 *
 * @param registry its address as the settings write it
 * @param identityToken token that a login returned in place of the password; empty when there is none
 * @param registryToken bearer token to be sent as it is; empty when there is none
 */
public record RegistryCredential(
        String registry, String user, String password, String identityToken, String registryToken) {
    /** Whether nothing in it could open anything. */
    public boolean isEmpty() {
        return user.isEmpty() && password.isEmpty() && identityToken.isEmpty() && registryToken.isEmpty();
    }

    /** Leaves the secrets out, so that no log or failure message carries them. */
    @Override
    public String toString() {
        return "RegistryCredential[" + user + " at " + registry + "]";
    }
}
