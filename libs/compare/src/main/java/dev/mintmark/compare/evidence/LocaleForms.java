package dev.mintmark.compare.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes away what locales write differently: digits, decimal signs, names of months. */
final class LocaleForms {
  private static final Pattern DECIMAL_COMMA = Pattern.compile("(?<=\\d)[,\u066b](?=\\d)");
  private static final Pattern GROUPING =
      Pattern.compile("(?<=\\d)[\u00a0\u202f\u2019\u066c](?=\\d)");
  private static final Pattern WORD = Pattern.compile("\\p{L}{3,}\\.?");

  // Fixed here: a JDK's own names differ between versions.
  private static final List<String> MONTHS =
      List.of(
          "january jan januar januari janvier janv enero ene gennaio gen ocak oca janeiro",
          "february feb februar februari février févr febrero febbraio şubat şub fevereiro fev",
          "march mar märz mär mars marzo mart maart mrt março",
          "april apr avril avr abril abr aprile nisan nis",
          "may mai mayo maggio mag mayıs mei maio",
          "june jun juni juin junio giugno giu haziran haz junho",
          "july jul juli juillet juil julio luglio lug temmuz tem julho",
          "august aug août agosto ago ağustos ağu augustus",
          "september sep sept septembre septiembre settembre set eylül eyl setembro",
          "october oct oktober okt octobre octubre ottobre ott ekim eki outubro",
          "november nov novembre noviembre kasım kas novembro",
          "december dec dezember dez décembre déc diciembre dic dicembre aralık ara dezembro");

  private static final Map<String, String> MONTH_OF = months();

  private LocaleForms() {}

  private static Map<String, String> months() {
    Map<String, String> months = new HashMap<>();
    for (int i = 0; i < MONTHS.size(); i++) {
      for (String name : MONTHS.get(i).split(" ")) {
        months.put(name, "<month " + (i + 1) + ">");
      }
    }
    return Map.copyOf(months);
  }

  /** The text in no locale's way: equal for texts that differ only in their locales. */
  static String neutral(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(c -> plain.appendCodePoint(plain(c)));
    String numbers = DECIMAL_COMMA.matcher(plain).replaceAll(".");
    String ungrouped = GROUPING.matcher(numbers).replaceAll("");
    String named = WORD.matcher(ungrouped).replaceAll(word -> month(word.group()));
    return named.replace('ı', 'i').replace('İ', 'I');
  }

  private static String month(String word) {
    String name = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    return MONTH_OF.getOrDefault(name.toLowerCase(Locale.ROOT), word);
  }

  private static int plain(int c) {
    if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      return '0' + Character.digit(c, 10);
    }
    return c == '\u2212' ? '-' : c;
  }
}
