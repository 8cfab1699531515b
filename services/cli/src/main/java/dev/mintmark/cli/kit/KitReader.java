package dev.mintmark.cli.kit;

import dev.mintmark.cli.kit.Kit.Place;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Reads a kit as what a stranger wrote. Refused: members of other names or kinds, one twice, bytes
 * with another digest than their name says, parts that are missing, and parts that nothing names.
 */
final class KitReader {
  /** No honest kit has more; a model and its images may be large. */
  private static final Limits LIMITS = new Limits(50_000, 1L << 40, 1, 512, 16 << 20, 1);

  private static final int SMALL = 1 << 20;

  /** All manifests together: they are kept in memory. */
  private static final long MOST_MANIFEST_BYTES = 64 << 20;

  private final Path file;
  private final SortedMap<String, Place> places = new TreeMap<>();
  private long manifestBytes;

  private KitReader(Path file) {
    this.file = file;
  }

  /**
   * Reads.
   *
   * @param read gets the bytes of members that were read since it was last told
   * @throws dev.mintmark.cli.failure.CommandException CLI-120 to CLI-122
   * @throws dev.mintmark.packages.PackageException when it is no tar
   * @throws dev.mintmark.oci.OciException when a manifest is none
   */
  static Kit read(Path file, LongConsumer read) throws IOException {
    return new KitReader(file).read(read);
  }

  private Kit read(LongConsumer read) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      TarReader tar = new TarReader(Subject.of(file), LIMITS, in);
      for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
        add(next.get(), tar.content());
        read.accept(next.get().size());
      }
    }
    if (!Arrays.equals(bytes(LayoutNames.LAYOUT, SMALL), LayoutNames.layout())) {
      throw KitRefusals.form(file, LayoutNames.LAYOUT, "it is not version 1.0.0's");
    }
    for (String small : Set.of(KitMembers.INSTRUCTIONS, KitMembers.RELEASE_KEY)) {
      bytes(small, SMALL);
    }
    for (String small :
        Set.of(KitMembers.EVIDENCE_KEY, KitMembers.VERDICT_KEY, KitMembers.KEY_SET)) {
      if (places.containsKey(small)) {
        bytes(small, SMALL);
      }
    }
    byte[] index = bytes(LayoutNames.INDEX, OciReader.MAX_BYTES);
    KitObjects objects = LayoutIndex.read(OciReader.index(index), this::manifest);
    requireWhole(objects);
    return new Kit(file, objects, places);
  }

  private void add(TarEntry entry, InputStream content) throws IOException {
    String name = entry.name();
    if (!KitMembers.isKnown(name)) {
      throw KitRefusals.form(file, name, "no kit has a member of this name");
    }
    if (entry.kind() != TarEntry.Kind.FILE || !entry.attributes().isEmpty()) {
      throw KitRefusals.form(file, name, "it is not a plain file");
    }
    Place place = new Place(entry.offset(), entry.size(), Digest.of(content));
    if (places.put(name, place) != null) {
      throw KitRefusals.form(file, name, "it is there twice");
    }
    Optional<Digest> announced = LayoutNames.blobOf(name);
    if (announced.isPresent() && !announced.get().equals(place.digest())) {
      throw KitRefusals.bytes(file, name, "its bytes hash to " + place.digest());
    }
  }

  /** Every blob that a manifest names is there with its size, and no other. */
  private void requireWhole(KitObjects objects) {
    Set<String> named = new HashSet<>();
    for (Artifact blob : objects.blobs().values()) {
      named.add(place(blob));
    }
    objects.manifests().keySet().forEach(digest -> named.add(LayoutNames.blob(digest)));
    for (Map.Entry<String, Place> member : places.entrySet()) {
      if (LayoutNames.blobOf(member.getKey()).isPresent() && !named.contains(member.getKey())) {
        throw KitRefusals.part(file, member.getKey(), "no manifest names it");
      }
    }
  }

  /** The member's name. */
  private String place(Artifact blob) {
    String name = LayoutNames.blob(blob.digest());
    Place place = places.get(name);
    if (place == null) {
      throw KitRefusals.part(file, name, "it is not there, and a manifest names it");
    }
    if (place.size() != blob.size()) {
      throw KitRefusals.part(
          file, name, "it has %d bytes, a manifest says %d".formatted(place.size(), blob.size()));
    }
    return name;
  }

  private FetchedManifest manifest(Descriptor descriptor) throws IOException {
    byte[] bytes = bytes(place(descriptor.artifact()), OciReader.MAX_BYTES);
    manifestBytes += bytes.length;
    if (manifestBytes > MOST_MANIFEST_BYTES) {
      throw KitRefusals.form(
          file,
          LayoutNames.INDEX,
          "its manifests have more than " + MOST_MANIFEST_BYTES + " bytes");
    }
    return new FetchedManifest(
        descriptor.artifact(), bytes, OciReader.read(descriptor.mediaType(), bytes));
  }

  /** A small member, whose bytes are what they were when the tar was read. */
  private byte[] bytes(String name, int most) throws IOException {
    Place place = places.get(name);
    if (place == null) {
      throw KitRefusals.part(file, name, "it is not there");
    }
    if (place.size() > most) {
      throw KitRefusals.form(file, name, "it has more than " + most + " bytes");
    }
    try (InputStream in = Kit.open(file, place, 0)) {
      byte[] bytes = in.readNBytes(most);
      if (!Digest.of(bytes).equals(place.digest())) {
        throw KitRefusals.bytes(file, name, "its bytes changed while they were read");
      }
      return bytes;
    }
  }
}
