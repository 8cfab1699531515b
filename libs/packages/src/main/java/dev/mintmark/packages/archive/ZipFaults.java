package dev.mintmark.packages.archive;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;

/** The two ways in which a zip is refused. */
record ZipFaults(Subject subject) {
  RuntimeException malformed(String entry, String found) {
    return subject.refuse(
        RefusalCode.ZIP_FORM, entry, found, "get the package again, or pack it again");
  }

  RuntimeException unsupported(String entry, String found) {
    return subject.refuse(
        RefusalCode.ZIP_FEATURE, entry, found, "pack it again as a plain zip below 4 GiB");
  }
}
