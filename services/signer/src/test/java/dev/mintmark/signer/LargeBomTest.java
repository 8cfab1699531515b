package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.BomSize;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest bills of materials that a release may have, in a heap that leaves a service room for
 * itself in the one that the stack gives it.
 */
class LargeBomTest {
  /** MiB. */
  private static final int HEAP = 288;

  @TempDir Path folder;

  @Test
  void areAttestedSignedAndPrepared() throws Exception {
    run("evidence");
    run("release");
    run("rebuild");
  }

  @Test
  void areRefusedWhereTheyAreLarger() {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
    SampleLine line = large(store, BomSize.ONE + 1);
    assertThatThrownBy(() -> line.attested(SigningKey.generate()))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("SGN-009"));
  }

  private void run(String what) throws Exception {
    Path log = folder.resolve(what + ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.toString(),
                what)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(what + ": " + Files.readString(log)).isZero();
  }

  /** Images with documents of that size, as they are written: a component for each file. */
  private static SampleLine large(FolderArtifactStore store, int size) {
    SampleLine line = new SampleLine(store);
    String content = content(size);
    return line.change(
        SbomPublished.class,
        event -> {
          SbomPublished published = (SbomPublished) event;
          List<Document> documents = new ArrayList<>();
          for (Document one : published.getDocuments()) {
            documents.add(
                one.getKind() == Kind.IMAGE
                    ? line.document(one.getKind(), one.getOf(), one.getSubject(), content)
                    : one);
          }
          published.put("documents", documents);
        });
  }

  private static String content(int size) {
    StringBuilder json = new StringBuilder(size).append("{\n  \"bomFormat\": \"CycloneDX\"");
    json.append(",\n  \"components\": [");
    for (int i = 0; json.length() < size - 4096; i++) {
      json.append(i == 0 ? "" : ",")
          .append(
              """

              {
                "type": "file",
                "bom-ref": "file:/usr/lib/python3/dist-packages/a/%1$06d.py",
                "name": "/usr/lib/python3/dist-packages/a/%1$06d.py",
                "hashes": [
                  {
                    "alg": "SHA-256",
                    "content": "%1$064x"
                  }
                ]
              }\
              """
                  .formatted(i));
    }
    json.append("]}");
    return json.append(" ".repeat(size - json.length())).toString();
  }

  /** One step of the three, on what the one before left in the folder. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      FolderArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
      EventChain events = new EventChain(store);
      Path key = folder.resolve("key.pem");
      Path value = folder.resolve("attested");
      switch (args[1]) {
        case "evidence" -> {
          SigningKey.generate().write(key);
          Incoming<EvidenceAttested> attested =
              large(store, BomSize.ONE - 64).attested(SigningKey.read(key));
          Files.write(value, EventCodec.write(attested.event()));
        }
        case "release" -> {
          Incoming<EvidenceAttested> attested = new SampleLine(store).handedOn(read(value));
          require(
              new SignRelease(
                      store, events, SigningKey.generate(), SigningKey.read(key).verificationKey())
                  .apply(attested));
        }
        default ->
            require(
                new PrepareRelease(store, events, SampleLine.VERSION)
                    .apply(large(store, BomSize.ONE - 64).run()));
      }
    }

    private static EvidenceAttested read(Path value) throws IOException {
      try {
        return EventCodec.read(Files.readAllBytes(value), EvidenceAttested.class);
      } catch (UnreadableException e) {
        throw new IOException("the step before wrote it", e);
      }
    }

    private static void require(Outcome<?> outcome) {
      if (!(outcome instanceof Outcome.Produced<?>)) {
        throw new IllegalStateException("not handed on: " + outcome);
      }
    }
  }
}
