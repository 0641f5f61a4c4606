-- Good practices with their steps, proofreader's marks and photographs.
CREATE TABLE programme_practice (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_practice" PRIMARY KEY,
    "UnitId" uuid NOT NULL,
    "Field" character varying(24) NOT NULL,
    "TaskId" uuid NULL,
    "Title" character varying(60) NOT NULL,
    "Summary" character varying(200) NOT NULL,
    "ForChildren" character varying(400) NOT NULL,
    "Place" character varying(120) NOT NULL,
    "Background" character varying(1500) NOT NULL,
    "Doing" character varying(4000) NOT NULL,
    "ChildrenPart" character varying(1500) NOT NULL,
    "Effect" character varying(1500) NOT NULL,
    "Sources" character varying(600) NOT NULL,
    "Lesson" character varying(1500) NOT NULL,
    "State" character varying(16) NOT NULL,
    "Round" integer NOT NULL,
    "Stage" integer NOT NULL,
    "StepCount" integer NOT NULL,
    "PublishedOn" date NULL,
    "ChangedAt" timestamp with time zone NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_practice_State_PublishedOn" ON programme_practice ("State", "PublishedOn");
CREATE INDEX "IX_programme_practice_UnitId" ON programme_practice ("UnitId");
CREATE TABLE programme_practice_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_practice_step" PRIMARY KEY,
    "PracticeId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "Round" integer NOT NULL,
    "Stage" integer NOT NULL,
    "PersonId" uuid NULL,
    "PersonName" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Text" character varying(600) NULL
);
CREATE UNIQUE INDEX "IX_programme_practice_step_PracticeId_Number" ON programme_practice_step ("PracticeId", "Number");
CREATE TABLE programme_practice_mark (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_practice_mark" PRIMARY KEY,
    "PracticeId" uuid NOT NULL,
    "Round" integer NOT NULL,
    "Stage" integer NOT NULL,
    "Part" character varying(16) NOT NULL,
    "Passage" character varying(200) NOT NULL,
    "Kind" character varying(8) NOT NULL,
    "Proposal" character varying(400) NULL,
    "Note" character varying(300) NULL,
    "State" character varying(8) NOT NULL,
    "Answer" character varying(300) NULL,
    "PersonName" character varying(80) NOT NULL,
    "SettledBy" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE INDEX "IX_programme_practice_mark_PracticeId_At" ON programme_practice_mark ("PracticeId", "At");
CREATE TABLE programme_practice_photo (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_practice_photo" PRIMARY KEY,
    "PracticeId" uuid NOT NULL,
    "FileSha256" character varying(64) NOT NULL,
    "FileName" character varying(200) NOT NULL,
    "FileSize" bigint NOT NULL,
    "Ground" character varying(12) NOT NULL,
    "ConsentReference" character varying(60) NULL,
    "Says" character varying(120) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE INDEX "IX_programme_practice_photo_PracticeId_At" ON programme_practice_photo ("PracticeId", "At");
