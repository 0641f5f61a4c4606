-- Good practices with their steps, proofreader's marks and photographs.
CREATE TABLE programme_practice (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_practice" PRIMARY KEY,
    "UnitId" TEXT NOT NULL,
    "Field" TEXT NOT NULL,
    "TaskId" TEXT NULL,
    "Title" TEXT NOT NULL,
    "Summary" TEXT NOT NULL,
    "ForChildren" TEXT NOT NULL,
    "Place" TEXT NOT NULL,
    "Background" TEXT NOT NULL,
    "Doing" TEXT NOT NULL,
    "ChildrenPart" TEXT NOT NULL,
    "Effect" TEXT NOT NULL,
    "Sources" TEXT NOT NULL,
    "Lesson" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "Stage" INTEGER NOT NULL,
    "StepCount" INTEGER NOT NULL,
    "PublishedOn" TEXT NULL,
    "ChangedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_practice_State_PublishedOn" ON programme_practice ("State", "PublishedOn");
CREATE INDEX "IX_programme_practice_UnitId" ON programme_practice ("UnitId");
CREATE TABLE programme_practice_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_practice_step" PRIMARY KEY,
    "PracticeId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "Stage" INTEGER NOT NULL,
    "PersonId" TEXT NULL,
    "PersonName" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Text" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_practice_step_PracticeId_Number" ON programme_practice_step ("PracticeId", "Number");
CREATE TABLE programme_practice_mark (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_practice_mark" PRIMARY KEY,
    "PracticeId" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "Stage" INTEGER NOT NULL,
    "Part" TEXT NOT NULL,
    "Passage" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Proposal" TEXT NULL,
    "Note" TEXT NULL,
    "State" TEXT NOT NULL,
    "Answer" TEXT NULL,
    "PersonName" TEXT NOT NULL,
    "SettledBy" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE INDEX "IX_programme_practice_mark_PracticeId_At" ON programme_practice_mark ("PracticeId", "At");
CREATE TABLE programme_practice_photo (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_practice_photo" PRIMARY KEY,
    "PracticeId" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "FileSize" INTEGER NOT NULL,
    "Ground" TEXT NOT NULL,
    "ConsentReference" TEXT NULL,
    "Says" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE INDEX "IX_programme_practice_photo_PracticeId_At" ON programme_practice_photo ("PracticeId", "At");
