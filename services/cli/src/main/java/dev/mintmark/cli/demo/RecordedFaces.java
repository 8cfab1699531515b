package dev.mintmark.cli.demo;

import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.image.TargetNote;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.quantizer.gate.Box;
import dev.mintmark.quantizer.gate.Detections;
import dev.mintmark.quantizer.run.RecordedOutputs;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pictures that a release brings with a target's model, and what its own model found in them
 * when it was made.
 *
 * @param pictures {@code .npy} files by path
 * @param boxes of the faces, by the same paths
 */
public record RecordedFaces(
    SortedMap<String, byte[]> pictures, SortedMap<String, List<Box>> boxes, Detections detections) {
  private static final String SMOKE = "smoke/";
  private static final String EXPECTED = "expected/";
  private static final int MAX_BYTES = 16 << 20;

  public RecordedFaces {
    pictures = new TreeMap<>(pictures);
    boxes = new TreeMap<>(boxes);
  }

  /**
   * Reads them from beside the image, each held to its digest.
   *
   * @throws OciException for other bytes
   * @throws dev.mintmark.quantizer.QuantizerException when nothing usable was recorded
   */
  public static RecordedFaces read(ImageSource source, TargetNote target, Detections detections)
      throws IOException {
    SortedMap<String, byte[]> pictures = new TreeMap<>();
    SortedMap<String, byte[]> outputs = new TreeMap<>();
    for (Descriptor file : target.files()) {
      String title = file.annotations().getOrDefault(Annotations.TITLE, "");
      if (title.startsWith(SMOKE)) {
        pictures.put(title.substring(SMOKE.length()), bytes(source, file));
      } else if (title.startsWith(EXPECTED)) {
        outputs.put(title.substring(EXPECTED.length()), bytes(source, file));
      }
    }
    RecordedOutputs recorded = new RecordedOutputs(outputs);
    SortedMap<String, List<Box>> boxes = new TreeMap<>();
    pictures.keySet().forEach(picture -> boxes.put(picture, detections.in(recorded.of(picture))));
    return new RecordedFaces(pictures, boxes, detections);
  }

  private static byte[] bytes(ImageSource source, Descriptor file) throws IOException {
    byte[] bytes = source.blob(file, MAX_BYTES);
    if (!Digest.of(bytes).equals(file.digest())) {
      throw new OciException(
          OciError.DIGEST, "cannot use " + file.digest() + ": it has other bytes");
    }
    return bytes;
  }

  /** How many faces all pictures have. */
  public int faces() {
    return boxes.values().stream().mapToInt(List::size).sum();
  }
}
