package dev.mintmark.convert.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class BarChartTest {
  private static NodeList elements(BarChart chart, String name)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(chart.svg())))
        .getElementsByTagName(name);
  }

  private static double width(NodeList rects, int i) {
    return Double.parseDouble(((Element) rects.item(i)).getAttribute("width"));
  }

  @Test
  void barsAreAsLongAsTheirValues() throws Exception {
    BarChart chart =
        new BarChart("a & b", OptionalDouble.empty())
            .bar("whole", 4, "4", true)
            .bar("half", 2, "2", false)
            .bar("below <zero>", -3, "-3", false);

    NodeList rects = elements(chart, "rect");
    assertThat(width(rects, 1)).isEqualTo(width(rects, 0) / 2);
    assertThat(width(rects, 2)).isZero();
    assertThat(((Element) rects.item(1)).getAttribute("class")).isEqualTo("bad");
  }

  @Test
  void theLineStandsWhereItsValueWould() throws Exception {
    BarChart chart = new BarChart("x", OptionalDouble.of(2)).bar("short", 1, "1", false);

    double line =
        Double.parseDouble(((Element) elements(chart, "line").item(0)).getAttribute("x1"));
    double start =
        Double.parseDouble(((Element) elements(chart, "rect").item(0)).getAttribute("x"));
    assertThat(line - start).isEqualTo(2 * width(elements(chart, "rect"), 0));
  }

  @Test
  void isTheSameInEveryLocale() {
    BarChart chart = new BarChart("x", OptionalDouble.of(0.5)).bar("a", 1, "1", true);
    String here = chart.svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(chart.svg()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }
}
