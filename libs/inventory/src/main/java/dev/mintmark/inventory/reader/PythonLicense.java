package dev.mintmark.inventory.reader;

import dev.mintmark.inventory.license.Spdx;
import dev.mintmark.packages.wheel.Distribution;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The licence that a Python distribution says, where its words mean one thing. */
final class PythonLicense {
  private static final String PREFIX = "License :: OSI Approved :: ";

  /** Classifiers that name one licence of one version. */
  private static final Map<String, String> CLASSIFIERS =
      Map.ofEntries(
          Map.entry("MIT License", "MIT"),
          Map.entry("MIT No Attribution License (MIT-0)", "MIT-0"),
          Map.entry("ISC License (ISCL)", "ISC"),
          Map.entry("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
          Map.entry("Mozilla Public License 1.1 (MPL 1.1)", "MPL-1.1"),
          Map.entry("GNU General Public License v2 (GPLv2)", "GPL-2.0-only"),
          Map.entry("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
          Map.entry("GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
          Map.entry("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
          Map.entry("GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"),
          Map.entry("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
          Map.entry("The Unlicense (Unlicense)", "Unlicense"),
          Map.entry("zlib/libpng License", "Zlib"),
          Map.entry("Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"));

  private PythonLicense() {}

  static String of(Distribution said) {
    Optional<String> expression =
        said.licenseExpression()
            .flatMap(Spdx::expression)
            .or(() -> said.license().flatMap(Spdx::expression));
    return expression.orElseGet(() -> classified(said));
  }

  private static String classified(Distribution said) {
    TreeSet<String> licenses = new TreeSet<>();
    for (String classifier : said.classifiers()) {
      if (classifier.startsWith("License ::")) {
        String known =
            classifier.startsWith(PREFIX)
                ? CLASSIFIERS.get(classifier.substring(PREFIX.length()))
                : null;
        licenses.add(known == null ? Spdx.UNKNOWN : known);
      }
    }
    // Two classifiers may mean both or either.
    return licenses.size() == 1 ? licenses.first() : Spdx.UNKNOWN;
  }
}
