package dev.mintmark.kit.toolchain;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The files that a process runs from.
 *
 * @param document the toolchain document, which names the list
 * @param list a {@link Tree}
 * @param folder that holds the files
 */
record Distribution(byte[] document, byte[] list, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Distribution {
    String named = named(document);
    if (!named.equals(Digest.of(list).toString())) {
      throw refused(
          "KIT-071",
          "the list of its files",
          "it is " + Digest.of(list) + " and its document names " + named);
    }
  }

  /**
   * Stores the files that are not stored, then their list. Each one is hashed, also one that is
   * there already: another service may have put it, and this process may run another.
   *
   * @return bytes of the files that were not there
   */
  long store(ArtifactStore store) {
    List<Tree.Entry> entries = new ArrayList<>(Tree.parse(list).entries());
    // Services share most jars and start at once: each begins elsewhere, and finds them there.
    Collections.rotate(entries, Digest.of(list).hex().hashCode());
    long stored = 0;
    for (Tree.Entry entry : entries) {
      boolean there = store.reuse(entry.digest()).orElse(-1) == entry.size();
      check(entry, there ? hash(entry) : put(entry, store));
      stored += there ? 0 : entry.size();
    }
    store.put(list, MediaTypes.TREE);
    return stored;
  }

  private Digest hash(Tree.Entry entry) {
    try {
      return Digest.of(file(entry));
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
  }

  /** Under the digest that it has: a changed file is stored as what it is, and nobody names it. */
  private Digest put(Tree.Entry entry, ArtifactStore store) {
    try {
      return store.put(file(entry), MediaTypes.OCTET_STREAM).digest();
    } catch (UncheckedIOException e) {
      throw unreadable(entry, Objects.requireNonNull(e.getCause(), "it has one by contract"));
    }
  }

  private Path file(Tree.Entry entry) {
    return folder.resolve(entry.path());
  }

  private static void check(Tree.Entry entry, Digest found) {
    if (!found.equals(entry.digest())) {
      throw refused(
          "KIT-070", entry.path(), "it was " + entry.digest() + " at the start and is " + found);
    }
  }

  private RuntimeException unreadable(Tree.Entry entry, IOException e) {
    return e instanceof NoSuchFileException || Files.notExists(file(entry))
        ? refused("KIT-070", entry.path(), "it was there at the start and is gone")
        : new UncheckedIOException(e);
  }

  /** It may pass: whoever puts the right file back needs no restart. No release is at fault. */
  private static UnavailableException refused(String code, String what, String found) {
    String text =
        "cannot keep %s of the distribution that this service runs from: %s; stop the stack before its services are built anew, and start it again (%s)"
            .formatted(what, found, code);
    return new UnavailableException(text, new IOException(found));
  }

  private static String named(byte[] document) {
    return text(document, "distribution");
  }

  /** The step that a toolchain document is of. */
  static String step(byte[] document) {
    return text(document, "step");
  }

  private static String text(byte[] document, String field) {
    try {
      return JSON.readTree(document).path(field).asText();
    } catch (IOException e) {
      throw new UncheckedIOException("not a toolchain document", e);
    }
  }
}
