-- How regions are drawn: one simplified outline each, with the words that stand under a map of them.
CREATE TABLE platform_region_shape (
    "RegionCode" TEXT NOT NULL CONSTRAINT "PK_platform_region_shape" PRIMARY KEY,
    "Outline" TEXT NOT NULL,
    "Source" TEXT NOT NULL
);
