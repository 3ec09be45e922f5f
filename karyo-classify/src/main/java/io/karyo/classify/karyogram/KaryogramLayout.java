package io.karyo.classify.karyogram;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.DenverGroup;
import io.karyo.chromosome.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The layout of a karyogram, as usual since the Denver conference (1960): groups A to G in four
 * rows, with the sex chromosomes and markers at the end of the last. Each type has a place, even
 * without a chromosome. The centromeres of a row are on one line.
 *
 * <p><b>Units:</b> px of the drawing; the origin is its upper left corner.
 *
 * @param em the size of its text, of which its distances are made
 * @param width of the drawing
 * @param bottom where the last row ends
 * @param places the places in the order in which they are read
 * @param groups the names of the groups
 */
record KaryogramLayout(
    double em, double width, double bottom, List<Place> places, List<Group> groups) {

  /** More markers than these get rows of their own. */
  private static final int MARKERS_BESIDE_SEX = 4;

  private static final int MARKERS_IN_A_ROW = 12;

  /** The width of a chromosome where there is none to measure. */
  private static final double USUAL_WIDTH = 14;

  /** A chromosome to be placed. */
  record Chromosome(Placement placement, KaryogramImage image) {}

  /** A chromosome in its place. */
  record Placed(Chromosome chromosome, double x, double y, double width, double height) {

    /** Returns the vertical position of the centromere. */
    double centromere() {
      KaryogramImage image = chromosome.image();
      return y + image.centromere() * height / image.image().getHeight();
    }
  }

  /**
   * The place of a type, or of markers.
   *
   * @param left where the line below it begins
   * @param right where it ends
   * @param line how far down it is
   */
  record Place(String label, double left, double right, double line, List<Placed> chromosomes) {}

  /** A group's letter, its lower left corner at a point. */
  record Group(String letter, double x, double y) {}

  /** Places chromosomes at a number of px a px of their images. */
  static KaryogramLayout of(List<Chromosome> chromosomes, double scale) {
    return new Composer(chromosomes, scale).compose();
  }

  /** A group of places in a row; the letter is empty where no group of autosomes does. */
  private record Block(String letter, List<Spot> spots) {}

  /** A place that has no coordinates yet. */
  private record Spot(String label, List<Chromosome> chromosomes) {}

  private static final class Composer {

    private final List<Chromosome> chromosomes;
    private final double scale;
    private final double em;
    private final double gap;
    private final double spotGap;
    private final double blockGap;
    private final double usualSpot;
    private final List<Place> places = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    Composer(List<Chromosome> chromosomes, double scale) {
      this.chromosomes = chromosomes;
      this.scale = scale;
      this.em = 9 + 2 * scale;
      this.gap = Math.max(0.6 * em, 3 * scale);
      this.spotGap = Math.max(1.6 * em, 10 * scale);
      this.blockGap = 2 * spotGap;
      double[] widths =
          chromosomes.stream().mapToDouble(c -> c.image().image().getWidth()).sorted().toArray();
      double usual = widths.length == 0 ? USUAL_WIDTH : widths[widths.length / 2];
      this.usualSpot = 2 * usual * scale + gap;
    }

    KaryogramLayout compose() {
      List<List<Block>> rows = rows();
      double inner = rows.stream().mapToDouble(this::width).max().orElseThrow();
      double margin = 2 * em;
      double top = em;
      for (List<Block> row : rows) {
        top = place(row, margin, inner, top);
      }
      return new KaryogramLayout(
          em, inner + 2 * margin, top, List.copyOf(places), List.copyOf(groups));
    }

    private List<List<Block>> rows() {
      List<Block> last = new ArrayList<>(List.of(block(DenverGroup.F), block(DenverGroup.G)));
      last.add(new Block("", List.of(spot(ChromosomeType.X), spot(ChromosomeType.Y))));
      List<List<Block>> rows = new ArrayList<>();
      rows.add(List.of(block(DenverGroup.A), block(DenverGroup.B)));
      rows.add(List.of(block(DenverGroup.C)));
      rows.add(List.of(block(DenverGroup.D), block(DenverGroup.E)));
      rows.add(last);
      List<Chromosome> markers = those(c -> c.placement().designation().isMarker());
      if (!markers.isEmpty() && markers.size() <= MARKERS_BESIDE_SEX) {
        last.add(markers(markers));
      } else {
        for (int i = 0; i < markers.size(); i += MARKERS_IN_A_ROW) {
          int end = Math.min(i + MARKERS_IN_A_ROW, markers.size());
          rows.add(List.of(markers(markers.subList(i, end))));
        }
      }
      return rows;
    }

    private Block block(DenverGroup group) {
      Stream<ChromosomeType> types =
          ChromosomeType.ALL.stream().filter(type -> type.isAutosome() && type.group() == group);
      return new Block(group.name(), types.map(this::spot).toList());
    }

    private Spot spot(ChromosomeType type) {
      return new Spot(
          type.label(),
          those(c -> c.placement().designation().type().filter(type::equals).isPresent()));
    }

    private static Block markers(List<Chromosome> markers) {
      return new Block("", List.of(new Spot("mar", markers)));
    }

    private List<Chromosome> those(Predicate<Chromosome> condition) {
      return chromosomes.stream().filter(condition).toList();
    }

    private double width(List<Block> row) {
      double spots = row.stream().mapToDouble(this::width).sum();
      return spots + blockGap * (row.size() - 1);
    }

    private double width(Block block) {
      double spots = block.spots.stream().mapToDouble(this::width).sum();
      return spots + spotGap * (block.spots.size() - 1);
    }

    private double width(Spot spot) {
      return Math.max(usualSpot, contentWidth(spot));
    }

    private double contentWidth(Spot spot) {
      double images =
          spot.chromosomes.stream().mapToDouble(c -> scale * c.image().image().getWidth()).sum();
      return images + gap * Math.max(0, spot.chromosomes.size() - 1);
    }

    /** Places a row and returns where the next one begins. */
    private double place(List<Block> row, double left, double inner, double top) {
      List<KaryogramImage> images =
          row.stream()
              .flatMap(block -> block.spots.stream())
              .flatMap(spot -> spot.chromosomes.stream())
              .map(Chromosome::image)
              .toList();
      double above =
          scale * images.stream().mapToDouble(KaryogramImage::centromere).max().orElse(0);
      double below =
          scale
              * images.stream()
                  .mapToDouble(image -> image.image().getHeight() - image.centromere())
                  .max()
                  .orElse(0);
      double letters = top + 1.2 * em;
      double centromeres = letters + 0.6 * em + above;
      double line = centromeres + below + 0.6 * em;
      double spare = inner - width(row);
      boolean single = row.size() == 1;
      double wideBlockGap = blockGap + (single ? 0 : spare / (row.size() - 1));
      double x = left;
      for (Block block : row) {
        int gaps = block.spots.size() - 1;
        double wideSpotGap = spotGap + (single && gaps > 0 ? spare / gaps : 0);
        if (!block.letter.isEmpty()) {
          groups.add(new Group(block.letter, x, letters));
        }
        for (Spot spot : block.spots) {
          places.add(place(spot, x, centromeres, line));
          x += width(spot) + wideSpotGap;
        }
        x += wideBlockGap - wideSpotGap;
      }
      return line + 1.8 * em;
    }

    private Place place(Spot spot, double left, double centromeres, double line) {
      double right = left + width(spot);
      double x = (left + right - contentWidth(spot)) / 2;
      List<Placed> placed = new ArrayList<>();
      for (Chromosome chromosome : spot.chromosomes) {
        KaryogramImage image = chromosome.image();
        double width = scale * image.image().getWidth();
        double y = centromeres - scale * image.centromere();
        placed.add(new Placed(chromosome, x, y, width, scale * image.image().getHeight()));
        x += width + gap;
      }
      return new Place(spot.label, left, right, line, List.copyOf(placed));
    }
  }
}
