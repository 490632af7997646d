package dev.vigil.lab.tracking;

/**
 * How well faces were followed. Shares lie in [0, 1]; only MOTA may be negative.
 *
 * @param frames of all clips together that show or were said to show a face
 * @param truths true faces that can be demanded, over all frames
 * @param hota Luiten et al. 2021
 * @param deta its detection part
 * @param assa its association part
 * @param idf1 Ristani et al. 2016
 * @param mota Bernardin and Stiefelhagen 2008
 * @param motp mean overlap of matches
 * @param falsePositives tracked faces where there is none
 * @param misses faces that no track covers
 * @param idSwitches how often the track of an appearance changed
 * @param fragmentations how often the following of an appearance was interrupted and went on
 * @param namesSwitched how often a track went over from one person to another
 * @param mixedTracks tracks that have shown more than one person
 * @param appearances people who came, each time anew, for at least {@link TrackingMeasures#SHORTEST} demanded frames
 * @param inOneTrack those of them with exactly one track
 * @param split those with more than one
 * @param unseen those with none
 * @param tracks that a face was ever seen by, of whatever
 * @param meanDelayFrames from an appearance's first demanded frame to the first in which a track has it
 */
public record TrackingReport(
        int frames,
        int truths,
        double hota,
        double deta,
        double assa,
        double idf1,
        double mota,
        double motp,
        int falsePositives,
        int misses,
        int idSwitches,
        int fragmentations,
        int namesSwitched,
        int mixedTracks,
        int appearances,
        int inOneTrack,
        int split,
        int unseen,
        int tracks,
        double meanDelayFrames) {}
