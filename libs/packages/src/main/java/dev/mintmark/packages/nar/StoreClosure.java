package dev.mintmark.packages.nar;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Budget;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.entry.PackageEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An export, read whole and found sound: for each store path the word 1, its NAR, the mark {@code
 * NIXE}, the path, what it refers to, and what it was derived from; then 0, or 1 and Guix's
 * signature, which is not looked at; the word 0 at the end.
 *
 * @param items sorted by path, each path once; every reference is one of them
 */
public record StoreClosure(Subject subject, List<StoreItem> items) {
  /** {@code NIXE}, the lowest byte first. */
  private static final long MARK = 0x4558494e;

  private static final int MAX_PATH = 255;
  private static final int MAX_SIGNATURE = 1 << 16;

  public StoreClosure {
    items = List.copyOf(items);
  }

  /**
   * Reads and checks an export; writes nothing. Contents are later read from this file.
   *
   * @param subject the export's name, for errors
   * @throws dev.mintmark.packages.PackageException (PKG-007, PKG-010, PKG-011, PKG-013, PKG-060,
   *     PKG-061, PKG-062)
   */
  public static StoreClosure open(Path file, Subject subject, Limits limits) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        InputStream in = new BufferedInputStream(FileSlice.of(channel).open(), 1 << 16)) {
      return new Reader(file, subject, limits, in).read();
    }
  }

  /** Of one export. */
  private static final class Reader {
    private final Subject subject;
    private final Limits limits;
    private final NarInput in;
    private final NarReader nars;
    private final Map<StorePath, StoreItem> items = new TreeMap<>();
    private int references;

    Reader(Path file, Subject subject, Limits limits, InputStream in) {
      this.subject = subject;
      this.limits = limits;
      this.in = new NarInput(subject, in);
      this.nars = new NarReader(file, subject, limits, new Budget(subject, limits), this.in);
    }

    StoreClosure read() throws IOException {
      while (in.flag("a store path follows")) {
        add();
      }
      in.requireEnd();
      if (items.isEmpty()) {
        throw in.malformed("it has no store path");
      }
      items.values().forEach(this::requireClosed);
      return new StoreClosure(subject, List.copyOf(items.values()));
    }

    private void add() throws IOException {
      List<PackageEntry> entries = nars.read();
      if (in.word() != MARK) {
        throw in.malformed("behind a NAR there is no mark NIXE");
      }
      StorePath path = path(in.text(MAX_PATH));
      SortedSet<StorePath> named = references();
      String deriver = in.text(MAX_PATH);
      if (!deriver.isEmpty()) {
        path(deriver);
      }
      if (in.flag("a signature follows")) {
        in.text(MAX_SIGNATURE);
      }
      List<PackageEntry> placed = new ArrayList<>();
      entries.forEach(entry -> placed.add(NarReader.below(path.inImage(), entry)));
      nars.check(placed);
      StoreItem item = new StoreItem(path, Collections.unmodifiableSortedSet(named), placed);
      if (items.putIfAbsent(path, item) != null) {
        throw subject.refuse(
            RefusalCode.DUPLICATE, path.toString(), "it is there twice", "export each path once");
      }
    }

    private SortedSet<StorePath> references() throws IOException {
      long count = in.word();
      SortedSet<StorePath> named = new TreeSet<>();
      for (long i = 0; i < count; i++) {
        if (++references > limits.entries()) {
          throw subject.refuse(
              RefusalCode.TOO_LARGE,
              "references",
              "they are more than " + limits.entries(),
              "export a smaller closure");
        }
        named.add(path(in.text(MAX_PATH)));
      }
      return named;
    }

    private StorePath path(String text) {
      return StorePath.parse(text)
          .orElseThrow(() ->
              subject.refuse(
                  RefusalCode.STORE_PATH,
                  text,
                  "it is not /nix/store/ or /gnu/store/ with 32 digits, a dash and a name",
                  "export from a store at its usual place"));
    }

    private void requireClosed(StoreItem item) {
      for (StorePath reference : item.references()) {
        if (!items.containsKey(reference)) {
          throw subject.refuse(
              RefusalCode.OPEN_CLOSURE,
              item.path().toString(),
              "it refers to " + reference + ", which the export does not have",
              "export the whole closure: nix-store --export $(nix-store --query --requisites PATH),"
                  + " or guix archive --export --recursive PATH");
        }
      }
    }
  }
}
