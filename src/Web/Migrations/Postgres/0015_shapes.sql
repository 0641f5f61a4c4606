-- How regions are drawn: one simplified outline each, with the words that stand under a map of them.
CREATE TABLE platform_region_shape (
    "RegionCode" character varying(12) NOT NULL CONSTRAINT "PK_platform_region_shape" PRIMARY KEY,
    "Outline" text NOT NULL,
    "Source" character varying(200) NOT NULL
);
