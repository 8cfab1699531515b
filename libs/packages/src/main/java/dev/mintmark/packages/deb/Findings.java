package dev.mintmark.packages.deb;

import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import java.util.ArrayList;
import java.util.List;

/** Looks through a package for what a gate wants to know. */
final class Findings {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;
  private static final int WORLD_WRITE = 0002;

  private final List<Finding> findings = new ArrayList<>();

  private Findings() {}

  /** In the order of the entries, then of the scripts. */
  static List<Finding> of(List<PackageEntry> entries, ControlArchive control) {
    Findings found = new Findings();
    entries.forEach(found::look);
    for (String script : control.scripts()) {
      found.add(Finding.Kind.MAINTAINER_SCRIPT, script, "not run");
    }
    if (control.diverts()) {
      found.add(Finding.Kind.DIVERSION, "dpkg-divert", "not done");
    }
    return List.copyOf(found.findings);
  }

  private void look(PackageEntry entry) {
    switch (entry) {
      case PackageEntry.File file -> {
        lookAtMode(file.path(), file.mode(), WORLD_WRITE);
        lookAtOwner(file.path(), file.owner());
        if (!file.attributes().isEmpty()) {
          String names = String.join(" ", file.attributes().keySet());
          add(Finding.Kind.ATTRIBUTES, file.path(), names);
        }
      }
      case PackageEntry.Directory directory -> {
        lookAtMode(directory.path(), directory.mode(), WORLD_WRITE | STICKY);
        lookAtOwner(directory.path(), directory.owner());
      }
      case PackageEntry.Symlink link -> lookAtOwner(link.path(), link.owner());
      case PackageEntry.Hardlink link -> {
        // The file that it names has been looked at.
      }
    }
  }

  private void lookAtMode(String path, int mode, int writableMask) {
    String detail = "mode " + Integer.toOctalString(mode);
    if ((mode & SETUID) != 0) {
      add(Finding.Kind.SETUID, path, detail);
    }
    if ((mode & SETGID) != 0) {
      add(Finding.Kind.SETGID, path, detail);
    }
    if ((mode & writableMask) == WORLD_WRITE) {
      add(Finding.Kind.WORLD_WRITABLE, path, detail);
    }
  }

  private void lookAtOwner(String path, Owner owner) {
    if (!owner.equals(Owner.ROOT)) {
      add(Finding.Kind.FOREIGN_OWNER, path, "owner " + owner);
    }
  }

  private void add(Finding.Kind kind, String path, String detail) {
    findings.add(new Finding(kind, path, detail));
  }
}
