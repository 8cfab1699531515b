package dev.mintmark.inputs.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String OTHER = "sha256:" + "cd".repeat(32);
  private static final String DEBIAN = "registry.example.com/debian:12@" + DIGEST;
  private static final String TOOLS = "registry.example.com/tools@" + OTHER;

  private static Dockerfile parse(String text) throws DockerfileException {
    return Dockerfile.parse(text.getBytes(UTF_8));
  }

  @Test
  void findsEveryPinnedImage() throws DockerfileException {
    Dockerfile file =
        parse(
            """
            # escape of nothing
            ARG LEVEL=1
            FROM %1$s AS Build
            ENV A=b
            RUN --mount=type=bind,from=%2$s,source=/x,target=/mnt \\
                # a comment between
                --mount=type=tmpfs,target=/tmp make $((1<<2))
            from build as last
            COPY --from=0 --chown=1:2 /a /b
            COPY --from=%2$s /c /d
            COPY --from=BUILD /e /f
            """
                .formatted(DEBIAN, TOOLS));

    assertThat(file.images())
        .containsExactly(
            new PinnedImage(DEBIAN, Digest.parse(DIGEST)),
            new PinnedImage(TOOLS, Digest.parse(OTHER)));
    assertThat(file.base()).contains(new PinnedImage(DEBIAN, Digest.parse(DIGEST)));
    assertThat(file.runs()).isTrue();
    assertThat(file.uses()).extracting(Dockerfile.ImageUse::line).containsExactly(3, 5, 10);
  }

  @Test
  void givesPinnedImagesOtherNamesAndChangesNothingElse() throws DockerfileException {
    String text =
        "FROM \\\n  %1$s\nRUN --mount=from=%2$s,target=/m echo %1$s\nCOPY --from=%2$s / /\n";
    Dockerfile file = parse(text.formatted(DEBIAN, TOOLS));

    String other =
        new String(file.withImages(name -> name.equals(DEBIAN) ? "one" : "another"), UTF_8);

    assertThat(other)
        .isEqualTo(
            "FROM \\\n  one\nRUN --mount=from=another,target=/m echo "
                + DEBIAN
                + "\nCOPY --from=another / /\n");
  }

  @Test
  void standsOnScratchWhereTheLastStageDoes() throws DockerfileException {
    Dockerfile file =
        parse("FROM %s AS build\nFROM scratch\nCOPY --from=build /a /a\n".formatted(DEBIAN));

    assertThat(file.base()).isEmpty();
    assertThat(file.runs()).isFalse();
    assertThat(file.images()).hasSize(1);
  }

  @ParameterizedTest(name = "{2} in line {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FROM debian:12 | 1 | UNPINNED
          FROM debian | 1 | UNPINNED
          FROM debian@sha256:abc | 1 | UNPINNED
          FROM @D | 1 | UNPINNED
          FROM $BASE | 1 | UNPINNED
          ARG BASE=a~FROM ${BASE} | 2 | UNPINNED
          FROM debian@${DIGEST} | 1 | UNPINNED
          FROM later~FROM scratch AS later | 1 | UNPINNED
          FROM scratch~COPY --from=alpine / / | 2 | UNPINNED
          FROM scratch~COPY --from=$X / / | 2 | UNPINNED
          FROM scratch~RUN --mount=type=bind,from=alpine,target=/m true | 2 | UNPINNED
          FROM scratch~RUN --mount=target=/m,from=$X true | 2 | UNPINNED
          FROM scratch~RUN \\~ --mount=from=alpine,target=/m true | 2 | UNPINNED
          FR\\~OM alpine | 1 | UNPINNED
          # syntax=docker/dockerfile:1~FROM scratch | 1 | NETWORK
          #SYNTAX = docker/dockerfile:1~FROM scratch | 1 | NETWORK
          # a~# syntax=docker/dockerfile:1~FROM scratch | 2 | NETWORK
          FROM scratch~ADD http://example.com/a /a | 2 | NETWORK
          FROM scratch~ADD HTTPS://example.com/a /a | 2 | NETWORK
          FROM scratch~ADD ["https://example.com/a", "/a"] | 2 | NETWORK
          FROM scratch~ADD git@example.com:a/b.git /a | 2 | NETWORK
          FROM scratch~ADD $WHERE /a | 2 | NETWORK
          FROM scratch~RUN --network=host true | 2 | NETWORK
          FROM scratch~RUN --network=none true | 2 | NETWORK
          FROM scratch~RUN --mount=type=secret,id=a true | 2 | BUILDER
          FROM scratch~RUN --mount=type=ssh true | 2 | BUILDER
          FROM scratch~RUN --mount=type=cache,target=/c true | 2 | BUILDER
          FROM scratch~RUN --mount=target=/a,type=secret true | 2 | BUILDER
          FROM scratch~RUN --security=insecure true | 2 | BUILDER
          FROM scratch~RUN --mount=target=/a,rw true | 2 | FORM
          FROM scratch~RUN --mount=type=bind,id=x true | 2 | FORM
          # escape=`~FROM scratch | 1 | FORM
          # check=skip=all~FROM scratch | 1 | FORM
          FROM --platform=linux/amd64 scratch | 1 | FORM
          FROM scratch AS | 1 | FORM
          FROM scratch IN a | 1 | FORM
          FROM scratch AS $A | 1 | FORM
          FROM scratch AS scratch | 1 | FORM
          FROM scratch AS a~FROM scratch AS A | 2 | FORM
          FROM scratch AS a~COPY --from=a / / | 2 | FORM
          FROM scratch~COPY --from=0 / / | 2 | FORM
          FROM scratch~COPY --from=7 / / | 2 | FORM
          FROM scratch~COPY --link a b | 2 | FORM
          FROM scratch~COPY --chown="1:2" a b | 2 | FORM
          FROM scratch~COPY --chown=1 --chown=2 a b | 2 | FORM
          FROM scratch~ADD --from=0 a b | 2 | FORM
          FROM scratch~ADD --checksum=sha256:0 a b | 2 | FORM
          FROM scratch~COPY <<EOF /a~hello~EOF | 2 | FORM
          FROM scratch~RUN cat <<-'EOF' | 2 | FORM
          FROM scratch~ONBUILD RUN true | 2 | FORM
          FROM scratch~VOLUME /data | 2 | FORM
          FROM scratch~HEALTHCHECK NONE | 2 | FORM
          FROM scratch~STOPSIGNAL 9 | 2 | FORM
          FROM scratch~MAINTAINER me | 2 | FORM
          FROM scratch~INCLUDE other | 2 | FORM
          RUN true~FROM scratch | 1 | FORM
          FROM scratch~RUN true \\ | 2 | FORM
          FROM scratch~RUN true \\~~COPY a b | 3 | FORM
          # nothing | 1 | FORM
          """)
  void refusesWithTheLine(String text, int line, DockerfileFault fault) {
    String file = text.replace('~', '\n').replace("\\\\", "\\").replace("@D", "@" + DIGEST);

    assertThatThrownBy(() -> parse(file))
        .asInstanceOf(InstanceOfAssertFactories.type(DockerfileException.class))
        .satisfies(
            e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault),
            e -> assertThat(e.line()).as(e.getMessage()).isEqualTo(line),
            e -> assertThat(e).hasMessageContaining(fault.code()));
  }

  @Test
  void refusesOddBytes() {
    for (byte[] bytes :
        List.of(
            "FROM scratch\r\n".getBytes(UTF_8),
            "\ufeffFROM scratch\n".getBytes(UTF_8),
            new byte[] {'F', (byte) 0xff},
            ("FROM scratch\nRUN \u0000\n").getBytes(UTF_8),
            new byte[Dockerfile.MAX_BYTES + 1],
            new byte[0])) {
      assertThatThrownBy(() -> Dockerfile.parse(bytes))
          .isInstanceOf(DockerfileException.class)
          .hasMessageContaining("IMG-060");
    }
  }

  @Test
  void refusesANameThatIsBrokenOverLines() {
    String base = "FROM scratch\n";
    for (String text :
        List.of(
            "FROM registry.example.com/\\\ndebian@" + DIGEST,
            base + "COPY --from=\\\nr.example/x@" + DIGEST + " /a /b",
            base + "RUN --mount=type=bi\\\nnd,from=r.example/x@" + DIGEST + ",target=/m x")) {
      assertThatThrownBy(() -> parse(text)).as(text).hasMessageContaining("IMG-060");
    }
  }

  @Test
  void refusesAnAddressHoweverItIsWritten() {
    for (String source :
        List.of(
            "ADD http:\"//\"example.com/x /x",
            "ADD [\"http:\\/\\/example.com\\/x\", \"/x\"]",
            "ADD [\"http:\\u002f/example.com/x\", \"/x\"]")) {
      assertThatThrownBy(() -> parse("FROM scratch\n" + source))
          .as(source)
          .isInstanceOf(DockerfileException.class);
    }
  }

  @Test
  void refusesAFlagWithALetterThatABuilderTakesForASpace() {
    assertThatThrownBy(
            () -> parse("FROM scratch\nRUN --mount=type=bind,target=/x\u00a0--network=host x"))
        .hasMessageContaining("IMG-060");
  }
}
