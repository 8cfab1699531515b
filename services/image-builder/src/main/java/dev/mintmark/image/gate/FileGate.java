package dev.mintmark.image.gate;

import dev.mintmark.elf.ElfHeader;
import dev.mintmark.elf.resolve.FileTree;
import dev.mintmark.image.refusal.GateRefusals.Found;
import dev.mintmark.image.refusal.ImageFinding;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at each file once: its mode, whether it looks like a secret, and whether it is ELF. A file
 * of up to 1 MiB is read whole, of a larger one the first 64 KiB.
 */
final class FileGate {
  private static final int WHOLE = 1 << 20;
  private static final int BEGINNING = 64 << 10;
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0002;

  private final List<Found> found = new ArrayList<>();
  private final SortedMap<String, FileTree.Node> nodes = new TreeMap<>();

  private FileGate() {}

  static FileGate of(ImageTree tree) throws IOException {
    FileGate gate = new FileGate();
    for (TreeEntry entry : tree.entries()) {
      gate.look(entry, "/" + entry.path());
    }
    return gate;
  }

  private void look(TreeEntry entry, String path) throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> lookAtMode(entry, path);
      case SYMLINK -> nodes.put(path, new FileTree.Link(entry.target()));
      case FILE -> {
        lookAtMode(entry, path);
        lookAtContent(entry, path);
      }
    }
  }

  private void lookAtMode(TreeEntry entry, String path) {
    boolean folder = entry.kind() == TreeEntry.Kind.DIRECTORY;
    int mode = entry.mode();
    String shown = "its mode is " + Integer.toOctalString(mode) + " (" + entry.from() + ")";
    if (!folder && (mode & SETUID) != 0) {
      found.add(new Found(ImageFinding.SETUID, path, shown));
    }
    // Of a folder it only says which group new files get.
    if (!folder && (mode & SETGID) != 0) {
      found.add(new Found(ImageFinding.SETGID, path, shown));
    }
    // In a sticky folder such as /tmp nobody can take another's files away.
    if ((mode & OTHERS_WRITE) != 0 && !(folder && (mode & STICKY) != 0)) {
      found.add(new Found(ImageFinding.WORLD_WRITABLE, path, shown));
    }
  }

  private void lookAtContent(TreeEntry entry, String path) throws IOException {
    boolean whole = entry.size() <= WHOLE;
    byte[] content;
    try (InputStream in = entry.open()) {
      content = in.readNBytes(whole ? WHOLE : BEGINNING);
    }
    boolean elf = ElfHeader.isElf(content);
    nodes.put(path, new FileTree.File(entry.size(), elf, entry::open));
    if (!elf) {
      SecretFiles.look(path, content, whole)
          .ifPresent(what ->
              found.add(new Found(ImageFinding.SECRET, path, what + " (" + entry.from() + ")")));
    }
  }

  List<Found> found() {
    return found;
  }

  /** The image as a loader sees it. */
  FileTree tree() {
    return new FileTree(nodes);
  }
}
