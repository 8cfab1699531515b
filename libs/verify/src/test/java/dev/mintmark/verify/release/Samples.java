package dev.mintmark.verify.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.util.List;
import java.util.stream.IntStream;

/** A statement to begin with. */
public final class Samples {
  private Samples() {}

  public static ReleaseStatement statement() {
    return named("face-detect");
  }

  static ReleaseStatement named(String name) {
    return new ReleaseStatement(
        name,
        "v1.0.0",
        "cpu-amd64",
        "linux/amd64",
        "vision/face-detect",
        new Image(digest("index"), blob("manifest"), blob("config"), layers()),
        modelWithSmoke(new NamedBlob("face.npy", blob("sample"))),
        new Boms(blob("image bom"), blob("model bom")),
        3);
  }

  static Model modelWithSmoke(NamedBlob... smoke) {
    return new Model(
        blob("model manifest"),
        blob("model"),
        List.of(smoke),
        List.of(
            new NamedBlob("face/scores.npy", blob("scores")),
            new NamedBlob("face/tolerance", blob("tolerance"))));
  }

  private static List<Layer> layers() {
    return IntStream.range(0, 11)
        .mapToObj(i -> new Layer(new Blob(digest("layer" + i), i), digest("diff" + i)))
        .toList();
  }

  static Blob blob(String content) {
    return new Blob(digest(content), content.length());
  }

  public static Digest digest(String content) {
    return Digest.of(content.getBytes(UTF_8));
  }
}
