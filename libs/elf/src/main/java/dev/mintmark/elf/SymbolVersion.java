package dev.mintmark.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A symbol version of a numbered family, e.g. {@code GLIBC_2.28} or {@code GLIBCXX_3.4.22}.
 *
 * @param family what stands before the number
 * @param numbers at least one, none negative
 */
public record SymbolVersion(String family, List<Integer> numbers)
    implements Comparable<SymbolVersion> {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9_]{0,60})_([0-9]{1,5}(?:\\.[0-9]{1,5}){0,5})");

  public SymbolVersion {
    numbers = List.copyOf(numbers);
  }

  /** Empty for a name of another form, such as {@code GLIBC_PRIVATE}. */
  public static Optional<SymbolVersion> parse(String name) {
    var matcher = FORM.matcher(name);
    return matcher.matches()
        ? Optional.of(new SymbolVersion(matcher.group(1), numbers(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * A version of {@code family} with this number.
   *
   * @throws IllegalArgumentException when the number is none
   */
  public static SymbolVersion of(String family, String number) {
    return parse(family + "_" + number)
        .orElseThrow(() -> new IllegalArgumentException("not a version number: " + number));
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      numbers.add(Integer.parseInt(part));
    }
    return numbers;
  }

  /** By family, then number by number; a missing number counts as 0. */
  @Override
  public int compareTo(SymbolVersion other) {
    int order = family.compareTo(other.family);
    for (int i = 0; order == 0 && i < Math.max(numbers.size(), other.numbers.size()); i++) {
      order = Integer.compare(number(i), other.number(i));
    }
    return order;
  }

  private int number(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  /** The number alone, e.g. {@code 2.28}. */
  public String number() {
    return String.join(".", numbers.stream().map(String::valueOf).toList());
  }

  @Override
  public String toString() {
    return family + "_" + number();
  }
}
