package dev.mintmark.verify.model;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a model by their SHA-256.
 *
 * @param digests at least one; {@link ModelPath#SELF} only alone
 */
public record ModelFiles(SortedMap<ModelPath, Digest> digests) {

  /** Refuses no files at all, and a file that is a folder as well, with VER-080. */
  public ModelFiles {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    if (digests.isEmpty()) {
      throw unusable("it has no file");
    }
    if (digests.containsKey(ModelPath.SELF) && digests.size() > 1) {
      throw unusable("it is one file and a folder at once");
    }
  }

  /** Files of a folder by their paths in it. */
  public static ModelFiles of(Map<String, Digest> digests) {
    SortedMap<ModelPath, Digest> files = new TreeMap<>();
    digests.forEach((path, digest) -> files.put(new ModelPath(path), digest));
    return new ModelFiles(files);
  }

  /** SHA-256 over the files' raw digests one after the other, in the order of the paths. */
  public Digest root() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(32 * digests.size());
    digests.values().forEach(digest -> all.writeBytes(digest.bytes()));
    return Digest.of(all.toByteArray());
  }

  private static RefusedException unusable(String found) {
    return new RefusedException(
        RefusalCode.MODEL_UNREADABLE, "cannot use the model: " + found + "; name its folder");
  }
}
