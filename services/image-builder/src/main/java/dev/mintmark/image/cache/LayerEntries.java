package dev.mintmark.image.cache;

import dev.mintmark.content.Digest;
import dev.mintmark.image.install.LayerPart;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Key and value of one layer. */
final class LayerEntries {
  private LayerEntries() {}

  /**
   * Adds all that the layer is a function of. Each entry is taken apart by its record's pattern, so
   * that one with a new component does not compile here before it is part of the key.
   *
   * @return empty where a content is known neither by its digest nor as a member of an input
   */
  static Optional<Digest> key(CacheKey key, LayerPart part) {
    List<LayerEntry> sorted = new ArrayList<>(part.entries());
    sorted.sort(Comparator.comparing(LayerEntry::path));
    for (LayerEntry entry : sorted) {
      // A file may turn out not to be what its input says: so the same bytes of another input are
      // another layer here.
      FileTable.@Nullable Input input = part.inputs().get(entry.path());
      key.add(input == null ? null : input.artifact().digest());
      key.add(input == null ? null : input.member());
      switch (entry) {
        case LayerEntry.File(
                var path,
                var mode,
                LayerEntry.Owner(var user, var group),
                var size,
                var digest,
                var ignored) -> {
          if (digest == null && (input == null || input.member() == null)) {
            return Optional.empty();
          }
          key.add("file").add(path).add(mode).add(user).add(group).add(size).add(digest);
        }
        case LayerEntry.Directory(var path, var mode, LayerEntry.Owner(var user, var group)) ->
            key.add("directory").add(path).add(mode).add(user).add(group);
        case LayerEntry.Symlink(var path, var target, LayerEntry.Owner(var user, var group)) ->
            key.add("symlink").add(path).add(target).add(user).add(group);
        case LayerEntry.Hardlink(var path, var target) -> key.add("hardlink").add(path).add(target);
        case LayerEntry.Whiteout(var path) -> key.add("whiteout").add(path);
      }
    }
    return Optional.of(key.digest());
  }

  /** A line for the layer, then one for each file of it. */
  static byte[] value(Layer layer) {
    List<String> lines = new ArrayList<>();
    lines.add(Lines.blob(layer));
    for (Layer.WrittenFile file : layer.files()) {
      lines.add(
          Integer.toOctalString(file.mode())
              + " "
              + file.size()
              + " "
              + file.digest().hex()
              + " "
              + file.path());
    }
    return Lines.bytes(lines);
  }

  static Layer parse(byte[] value) throws BrokenEntryException {
    List<String> lines = Lines.of(value);
    if (lines.isEmpty()) {
      throw new BrokenEntryException(CacheFault.MALFORMED);
    }
    try {
      List<String> first = Lines.fields(lines.getFirst(), 3);
      Layer bare = Lines.layer(first.get(0), first.get(1), first.get(2));
      List<Layer.WrittenFile> files = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        List<String> file = Lines.fields(line, 4);
        files.add(
            new Layer.WrittenFile(
                file.get(3),
                Integer.parseInt(file.get(0), 8),
                Long.parseLong(file.get(1)),
                new Digest(file.get(2))));
      }
      return new Layer(bare.blob(), bare.diffId(), files);
    } catch (IllegalArgumentException e) {
      throw new BrokenEntryException(CacheFault.MALFORMED, e);
    }
  }
}
