-- Training of those who carry the programme: sessions, who is put down and came, what it teaches, its record, and what those who were there said without a name.
CREATE TABLE programme_training (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_training" PRIMARY KEY,
    "HolderId" TEXT NOT NULL,
    "Region" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "Clock" TEXT NOT NULL,
    "Hours" INTEGER NOT NULL,
    "Place" TEXT NOT NULL,
    "Roles" TEXT NOT NULL,
    "About" TEXT NOT NULL,
    "Capacity" INTEGER NULL,
    "SignUpBy" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "SignedUp" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_training_State_Day" ON programme_training ("State", "Day");
CREATE INDEX "IX_programme_training_HolderId_Day" ON programme_training ("HolderId", "Day");
CREATE TABLE programme_training_entry (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_training_entry" PRIMARY KEY,
    "SessionId" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PostId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "Unannounced" INTEGER NOT NULL,
    "Came" TEXT NULL,
    "Spoke" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_training_entry_SessionId_PersonId" ON programme_training_entry ("SessionId", "PersonId");
CREATE INDEX "IX_programme_training_entry_PersonId_Came" ON programme_training_entry ("PersonId", "Came");
CREATE INDEX "IX_programme_training_entry_UnitId_SessionId" ON programme_training_entry ("UnitId", "SessionId");
CREATE TABLE programme_training_file (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_training_file" PRIMARY KEY,
    "SessionId" TEXT NOT NULL,
    "Sha256" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Size" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_training_file_SessionId_Sha256" ON programme_training_file ("SessionId", "Sha256");
CREATE TABLE programme_training_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_training_step" PRIMARY KEY,
    "SessionId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Was" TEXT NULL,
    "Now" TEXT NULL,
    "Text" TEXT NULL
);
CREATE INDEX "IX_programme_training_step_SessionId_At" ON programme_training_step ("SessionId", "At");
CREATE TABLE programme_training_feedback (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_training_feedback" PRIMARY KEY,
    "SessionId" TEXT NOT NULL,
    "Score" INTEGER NOT NULL,
    "Line" TEXT NULL
);
CREATE INDEX "IX_programme_training_feedback_SessionId" ON programme_training_feedback ("SessionId");
