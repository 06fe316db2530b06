package dev.jcompose.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DefaultDockerCmdExecFactory;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import dev.jcompose.engine.docker.transport.DockerJavaTransport;
import dev.jcompose.engine.docker.transport.EngineHttp;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** docker-java on our transport. Made with the first command, as its object mapper takes a while to set up. */
final class DockerJava {
    private final DockerClient client;
    private final DefaultDockerCmdExecFactory commands;

    DockerJava(EngineHttp http, ApiVersion version) {
        var config = new Config(version);
        var transport = new DockerJavaTransport(http);
        this.client = DockerClientImpl.getInstance(config, transport);
        this.commands = new DefaultDockerCmdExecFactory(transport, config.getObjectMapper());
        this.commands.init(config);
    }

    DockerClient client() {
        return client;
    }

    /** Sends a create command of our own making. */
    CreateContainerCmd.Exec createContainer() {
        return commands.createCreateContainerCmdExec();
    }

    /** Says what docker-java asks for, without its search through property files, environment and home directory. */
    private record Config(ApiVersion version) implements DockerClientConfig {
        @Override
        public URI getDockerHost() {
            return URI.create("tcp://engine"); // never used: the transport knows where it leads
        }

        @Override
        public RemoteApiVersion getApiVersion() {
            return RemoteApiVersion.create(1, version.minor());
        }

        @Override
        public @Nullable String getRegistryUsername() {
            return null;
        }

        @Override
        public @Nullable String getRegistryPassword() {
            return null;
        }

        @Override
        public @Nullable String getRegistryEmail() {
            return null;
        }

        @Override
        public @Nullable String getRegistryUrl() {
            return null;
        }

        @Override
        public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
            return null;
        }

        @Override
        public AuthConfigurations getAuthConfigurations() {
            return new AuthConfigurations();
        }

        @Override
        @SuppressWarnings("deprecation")
        public @Nullable SSLConfig getSSLConfig() {
            return null;
        }
    }
}
