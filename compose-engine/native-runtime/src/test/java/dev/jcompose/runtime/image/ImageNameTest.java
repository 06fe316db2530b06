package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "nginx,                      docker.io/library/nginx:latest,  nginx:latest",
        "nginx:1.25,                 docker.io/library/nginx:1.25,    nginx:1.25",
        "library/nginx,              docker.io/library/nginx:latest,  nginx:latest",
        "owner/app:x,                docker.io/owner/app:x,           owner/app:x",
        "docker.io/nginx,            docker.io/library/nginx:latest,  nginx:latest",
        "index.docker.io/owner/app,  docker.io/owner/app:latest,      owner/app:latest",
        "ghcr.io/owner/app:1,        ghcr.io/owner/app:1,             ghcr.io/owner/app:1",
        "localhost/app,              localhost/app:latest,            localhost/app:latest",
        "localhost:5000/app:1,       localhost:5000/app:1,            localhost:5000/app:1",
        "[::1]:5000/app,             [::1]:5000/app:latest,           [::1]:5000/app:latest",
        "a__b/c-d.e:T_1,             docker.io/a__b/c-d.e:T_1,        a__b/c-d.e:T_1",
    })
    void isCompletedAndShortened(String text, String canonical, String familiar) throws Exception {
        ImageName name = ImageName.parse(text).withDefaultTag();
        assertThat(name.canonical()).isEqualTo(canonical);
        assertThat(name.familiar()).isEqualTo(familiar);
    }

    @Test
    void aDigestNeedsNoTag() throws Exception {
        ImageName name = ImageName.parse("nginx@" + DIGEST).withDefaultTag();
        assertThat(name.tag()).isEmpty();
        assertThat(name.familiar()).isEqualTo("nginx@" + DIGEST);
        assertThat(ImageName.parse("nginx:1@" + DIGEST).reference()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "a//b",
                "/a",
                "a/",
                "-a",
                "a:",
                "a:b:c",
                "a@sha256:12",
                "a b",
                "a:-x",
                "reg.io:x/a",
                "../a",
                "a/../b"
            })
    void whatBreaksTheGrammarIsRefused(String text) {
        assertThatThrownBy(() -> ImageName.parse(text))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(ImageException.Kind.INVALID_NAME))
                .hasMessageContaining("invalid reference format");
    }

    @Test
    void capitalsGetAMessageOfTheirOwn() {
        assertThatThrownBy(() -> ImageName.parse("library/Nginx"))
                .hasMessage("invalid reference format: repository name (library/Nginx) must be lowercase");
    }

    @Test
    void anIdIsNoName() {
        assertThatThrownBy(() -> ImageName.parse("0".repeat(64))).hasMessageContaining("64-byte hexadecimal");
    }

    @Test
    void challengesAreReadWithQuotedAndPlainValues() {
        var challenge = AuthChallenge.parse(
                        "Bearer realm=\"https://a.b/t?x=1\",service=reg , scope=\"repository:a:pull,push\"")
                .orElseThrow();
        assertThat(challenge.scheme()).isEqualTo("bearer");
        assertThat(challenge.parameter("realm")).contains("https://a.b/t?x=1");
        assertThat(challenge.parameter("scope")).contains("repository:a:pull,push");
        assertThat(AuthChallenge.parse("Basic realm=\"unclosed").orElseThrow().parameter("realm"))
                .contains("unclosed");
    }

    @Test
    void armRunsOlderVariants() {
        Platform v7 = Platform.parse("linux/arm/v7");
        assertThat(v7.accepts(Platform.parse("linux/arm/v6"))).isTrue();
        assertThat(v7.accepts(Platform.parse("linux/arm/v8"))).isFalse();
        assertThat(Platform.parse("linux/arm64/v8")).isEqualTo(Platform.parse("linux/aarch64"));
    }
}
