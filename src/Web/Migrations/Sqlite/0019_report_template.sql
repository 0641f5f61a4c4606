-- What the city writes around the figures of its monitoring reports.
CREATE TABLE indicators_report_template (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_report_template" PRIMARY KEY,
    "Text" TEXT NOT NULL,
    "ChangedBy" TEXT NOT NULL,
    "ChangedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
